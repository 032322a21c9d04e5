// Moving and resizing widgets by mouse, finger and keyboard. Where one lands is decided by the page; this only says what was wanted.
const columns = 12;

export function edit(grid, page) {
  const stop = new AbortController();
  const on = (target, name, handler) => target.addEventListener(name, handler, { signal: stop.signal });
  const placeOf = cell => Object.fromEntries(['x', 'y', 'w', 'h'].map(name => [name, +cell.dataset[name]]));
  const say = (method, cell, p) => page.invokeMethodAsync(method, cell.dataset.id, p.x, p.y, p.w, p.h);

  on(grid, 'pointerdown', event => {
    const handle = event.target.closest('.grip, .corner');
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    handle.focus?.();
    drag(handle, event);
  });

  on(grid, 'keydown', event => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const cell = event.target.closest('.grip') && event.target.closest('.cell');
    if (!step || !cell) return;
    event.preventDefault();
    const [across, down] = step;
    say('NudgeAsync', cell, event.shiftKey ? { x: 0, y: 0, w: across, h: down } : { x: across, y: down, w: 0, h: 0 });
  });

  function drag(handle, start) {
    const cell = handle.closest('.cell');
    const from = placeOf(cell);
    const style = getComputedStyle(grid);
    const gap = parseFloat(style.columnGap);
    const wide = (grid.clientWidth + gap) / columns;
    const tall = parseFloat(style.gridAutoRows) + gap;
    const sizes = handle.classList.contains('corner');
    const drop = document.createElement('div');
    drop.className = 'drop';
    grid.append(drop);
    cell.classList.add('held');
    let wanted = from;

    const move = event => {
      const dx = event.clientX - start.clientX, dy = event.clientY - start.clientY;
      const [right, down] = [Math.round(dx / wide), Math.round(dy / tall)];
      wanted = sizes
        ? { ...from, w: clamp(from.w + right, 1, columns - from.x), h: clamp(from.h + down, 1, 20) }
        : { ...from, x: clamp(from.x + right, 0, columns - from.w), y: Math.max(0, from.y + down) };
      drop.style.gridColumn = `${wanted.x + 1} / span ${wanted.w}`;
      drop.style.gridRow = `${wanted.y + 1} / span ${wanted.h}`;
      if (!sizes) cell.style.transform = `translate(${dx}px, ${dy}px)`;
    };
    const end = keep => {
      over.abort();
      drop.remove();
      cell.classList.remove('held');
      cell.style.transform = '';
      if (keep && ['x', 'y', 'w', 'h'].some(name => wanted[name] !== from[name])) say('PlaceAsync', cell, wanted);
    };
    const over = new AbortController();
    const until = { signal: AbortSignal.any([over.signal, stop.signal]) };
    move(start);
    addEventListener('pointermove', move, until);
    addEventListener('pointerup', () => end(true), until);
    addEventListener('pointercancel', () => end(false), until);
    addEventListener('keydown', event => { if (event.key === 'Escape') end(false); }, until);
  }

  return { stop: () => stop.abort() };
}

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
