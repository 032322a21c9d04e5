// Runs before the page is drawn, so that it appears in its theme at once; then the few things that need no server.
(() => {
  const root = document.documentElement;
  const kept = name => { try { return localStorage.getItem(`callsight.${name}`); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(`callsight.${name}`, value); } catch { /* private window */ } };
  const apply = () => {
    for (const name of ['theme', 'density', 'rail']) {
      const value = kept(name);
      if (value) root.dataset[name] = value;
    }
  };
  const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  const flip = (name, value) => { keep(name, value); root.dataset[name] = value; };
  const actions = {
    theme: () => { flip('theme', isDark() ? 'light' : 'dark'); dispatchEvent(new Event('callsight:theme')); },
    density: () => flip('density', root.dataset.density === 'compact' ? 'comfortable' : 'compact'),
    'fold-rail': () => flip('rail', root.dataset.rail === 'folded' ? 'open' : 'folded'),
    palette: () => { const p = document.getElementById('palette'); if (p && !p.open) { p.showModal(); p.querySelector('input').focus(); } },
    'close-palette': () => document.getElementById('palette')?.close(),
  };

  apply();
  window.callsight = {
    copy: text => navigator.clipboard?.writeText(text),
    isDark,
  };
  addEventListener('click', event => {
    const action = event.target.closest?.('[data-action]')?.dataset.action;
    if (action) actions[action]?.();
    // A menu closes when something in it was chosen, or when the click fell outside.
    for (const menu of document.querySelectorAll('details.menu[open]'))
      if (!menu.contains(event.target) || event.target.closest('a, .menu-list button')) menu.open = false;
    if (event.target.id === 'palette') event.target.close();
  });
  addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') { event.preventDefault(); actions.palette(); }
    if (event.key === 'Escape') for (const menu of document.querySelectorAll('details.menu[open]')) menu.open = false;
    if (event.key === 'Enter' && event.target.closest?.('#palette')) actions['close-palette']();
  });
  addEventListener('DOMContentLoaded', () => {
    const zone = document.querySelector('[data-fill=zone]');
    if (zone && zone.value === 'UTC') zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
    if (document.querySelector('.frame'))
      setInterval(() => fetch('/session/keep', { method: 'POST' }).catch(() => {}), 240000);
  });
})();
