using Microsoft.Extensions.DependencyInjection;

namespace Callsight.App.Delivery;

/// <summary>The ways out of the product: mail and webhooks.</summary>
internal static class DeliveryModule
{
    public static IServiceCollection AddDelivery(this IServiceCollection services) => services
        .AddSettings<DeliveryOptions>(DeliveryOptions.Section)
        .AddSingleton<IMailSender, SendMail>()
        .AddSingleton<IWebhookSender, SendWebhook>()
        .AddSingleton<IDeliveryRules, DeliveryRules>();
}
