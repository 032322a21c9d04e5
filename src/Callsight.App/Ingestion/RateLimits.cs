using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Callsight.App.Ingestion;

/// <summary>Keeps one tenant from taking the place of all others: a bucket of tokens for each, one token an event.</summary>
/// <remarks>A full bucket lets through a batch of any size, and is in debt afterwards; so the long run is what counts.</remarks>
internal sealed class RateLimits(IOptions<IngestionOptions> options, TimeProvider clock)
{
    private const int MostBuckets = 10_000;

    private readonly ConcurrentDictionary<TenantId, Bucket> buckets = new();

    /// <summary>Takes tokens for so many events and says in the headers what is left; a problem when they must come later.</summary>
    public Problem? Take(TenantId tenant, int events, IHeaderDictionary headers)
    {
        var (rate, seconds) = (options.Value.EventsPerSecond, options.Value.BurstSeconds);
        var capacity = (double)rate * seconds;
        if (rate == 0)
            return null;
        if (buckets.Count > MostBuckets)
            Clean(capacity, rate);
        var bucket = buckets.GetOrAdd(
            tenant, static (_, made) => new Bucket(made.capacity, made.now), (capacity, now: clock.GetTimestamp()));
        var (left, missing) = bucket.Take(events, capacity, rate, clock);
        var untilFull = Math.Ceiling((capacity - left) / rate);
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"events\";q={capacity:0};w={seconds}");
        headers["RateLimit"] = string.Create(
            CultureInfo.InvariantCulture, $"\"events\";r={Math.Max(0, Math.Floor(left)):0};t={untilFull:0}");
        if (missing <= 0)
            return null;
        var wait = TimeSpan.FromSeconds(missing / rate);
        headers["X-RateLimit-Reset"] = (clock.GetUtcNow() + wait).AddSeconds(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new Problem("ingestion.rate_limited",
            $"This tenant may record {rate} events a second. Send them again after the time in Retry-After.", ProblemKind.TooMany)
        { RetryAfter = wait };
    }

    private void Clean(double capacity, int rate)
    {
        foreach (var (tenant, bucket) in buckets)
            if (bucket.IsFull(capacity, rate, clock))
                buckets.TryRemove(tenant, out _);
    }

    private sealed class Bucket(double full, long now)
    {
        private readonly Lock gate = new();
        private double tokens = full;
        private long filledAt = now;

        /// <summary>What is left, and how much is missing; then nothing was taken.</summary>
        public (double Left, double Missing) Take(int events, double capacity, int rate, TimeProvider clock)
        {
            lock (gate)
            {
                Fill(capacity, rate, clock);
                var missing = Math.Min(events, capacity) - tokens;
                if (missing <= 0)
                    tokens -= events;
                return (tokens, missing);
            }
        }

        public bool IsFull(double capacity, int rate, TimeProvider clock)
        {
            lock (gate)
            {
                Fill(capacity, rate, clock);
                return tokens >= capacity;
            }
        }

        private void Fill(double capacity, int rate, TimeProvider clock)
        {
            var at = clock.GetTimestamp();
            tokens = Math.Min(capacity, tokens + (clock.GetElapsedTime(filledAt, at).TotalSeconds * rate));
            filledAt = at;
        }
    }
}
