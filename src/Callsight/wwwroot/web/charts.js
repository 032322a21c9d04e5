// Draws charts with Apache ECharts; colours and sizes are those of the style sheet.
let library;

function load() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = '/web/vendor/echarts.common.min.js';
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

const drawn = new Map();
const sizes = new ResizeObserver(entries => { for (const entry of entries) drawn.get(entry.target)?.chart.resize(); });
const redraw = () => { for (const [element, { chart, spec }] of drawn) chart.setOption(optionOf(element, spec), true); };
addEventListener('callsight:theme', redraw);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

export async function draw(element, spec) {
  const echarts = await load();
  for (const [old, { chart }] of drawn) if (!old.isConnected) { chart.dispose(); sizes.unobserve(old); drawn.delete(old); }
  if (!element?.isConnected) return;
  const chart = drawn.get(element)?.chart ?? echarts.init(element, null, { renderer: 'canvas' });
  drawn.set(element, { chart, spec });
  sizes.observe(element);
  chart.setOption(optionOf(element, spec), true);
}

function optionOf(element, spec) {
  if (spec.kind === 'pie') return pieOf(element, spec);
  const style = getComputedStyle(element);
  const token = name => style.getPropertyValue(`--${name}`).trim();
  const text = { color: token('text-soft'), fontFamily: style.fontFamily, fontSize: 12 };
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const isBar = spec.kind === 'bar' || spec.kind === 'stacked';
  const many = spec.series.filter(s => !s.faint && !s.dots && !s.limit).length > 1;
  const limits = spec.series.filter(s => s.limit);
  const last = spec.labels.length - 1;
  const colourOf = s => s.dots ? token('bad') : s.limit ? token('text-soft') : s.faint ? token('line-strong') : token(`series-${((s.colour - 1) % 8) + 1}`);
  const series = [];
  if (spec.band) {
    // Two lines on top of each other: what is usual is what lies between them.
    const edge = { type: 'line', stack: 'band', stackStrategy: 'all', silent: true, z: 0, showSymbol: false, lineStyle: { opacity: 0 }, tooltip: { show: false } };
    series.push({ ...edge, data: spec.band.low }, { ...edge, data: spec.band.width, areaStyle: { color: token('idle'), opacity: 0.18 } });
  }
  for (const s of spec.series) {
    const colour = colourOf(s);
    if (s.limit) {
      // Two limits lie close together: the name of the upper one stands above it, that of the lower one below.
      const other = limits.find(l => l !== s);
      const shift = !other ? 0 : s.values[last] > other.values[last] ? -7 : 7;
      series.push({ name: s.name, type: 'line', data: s.values, z: 2, showSymbol: false, itemStyle: { color: colour }, lineStyle: { color: colour, width: 1, type: 'dashed' },
        endLabel: { show: true, formatter: '{a}', color: colour, fontSize: 12, width: 90, overflow: 'truncate', offset: [0, shift] } });
      continue;
    }
    if (s.dots) {
      series.push({ name: s.name, type: 'line', data: s.values, z: 5, symbol: 'circle', symbolSize: 8, showSymbol: true, showAllSymbol: true, itemStyle: { color: colour }, lineStyle: { opacity: 0 } });
      continue;
    }
    const base = {
      name: s.name, type: isBar ? 'bar' : 'line', data: s.values, z: s.faint ? 1 : 3, stack: spec.kind === 'stacked' ? 'all' : undefined,
      itemStyle: { color: colour, borderRadius: isBar && spec.kind !== 'stacked' ? [2, 2, 0, 0] : 0 },
      lineStyle: { color: colour, width: s.faint ? 1.5 : 2 }, showSymbol: spec.labels.length === 1, symbolSize: 6, symbol: 'circle',
      areaStyle: !isBar && !s.faint && !many && !spec.band ? { color: colour, opacity: 0.07 } : undefined,
      endLabel: many && !isBar ? { show: true, formatter: '{a}', color: colour, ...{ fontSize: 12, width: 110, overflow: 'truncate' } } : undefined,
      labelLayout: many && !isBar ? { moveOverlap: 'shiftY' } : undefined, barMaxWidth: 28, barGap: '10%', emphasis: { focus: many ? 'series' : 'none' }, connectNulls: false,
    };
    if (!isBar && !s.faint && spec.isLastIncomplete && last > 0) {
      // The interval that still runs is dashed: its figure will grow.
      series.push({ ...base, data: s.values.map((v, i) => i === last ? null : v), endLabel: undefined });
      series.push({ ...base, data: s.values.map((v, i) => i < last - 1 ? null : v), areaStyle: undefined,
        lineStyle: { ...base.lineStyle, type: 'dashed' }, tooltip: { show: false } });
    } else series.push(base);
  }
  return {
    animation: !still, animationDuration: 160, animationDurationUpdate: 160, textStyle: text,
    grid: { left: 8, right: many && !isBar ? 120 : limits.length ? 100 : 16, top: many && isBar ? 36 : 16, bottom: 4, containLabel: true },
    legend: many && isBar ? { top: 0, left: 0, icon: 'circle', itemWidth: 8, itemHeight: 8, textStyle: text } : undefined,
    tooltip: {
      trigger: 'axis', confine: true, backgroundColor: token('raised'), borderColor: token('line'), borderWidth: 1, padding: [8, 12],
      textStyle: { ...text, color: token('text') }, axisPointer: { type: isBar ? 'shadow' : 'line', lineStyle: { color: token('line-strong') } },
      formatter: points => tip(points[0].dataIndex, spec, colourOf),
    },
    xAxis: {
      type: 'category', data: spec.labels, boundaryGap: isBar, axisTick: { show: false }, axisLine: { lineStyle: { color: token('line-strong') } },
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: {
      type: 'value', min: v => Math.min(0, v.min), splitNumber: 3, minInterval: spec.isWhole ? 1 : 0,
      splitLine: { lineStyle: { color: token('line') } },
      axisLabel: { ...text, formatter: v => axis(v, spec) },
    },
    series,
  };
}

// Shares of one figure: what is below nothing has none. "Other" has the colour of everything else.
function pieOf(element, spec) {
  const style = getComputedStyle(element);
  const token = name => style.getPropertyValue(`--${name}`).trim();
  const text = { color: token('text-soft'), fontFamily: style.fontFamily, fontSize: 12 };
  const whole = spec.series[0];
  const names = spec.labels.filter(l => l !== 'Other' && l !== 'None').sort();
  const colourOf = label => label === 'Other' ? 7 : label === 'None' ? 8 : (i => i < 6 ? i + 1 : i + 2)(names.indexOf(label));
  const data = spec.labels.map((name, index) => ({ name, index, value: Math.max(0, whole.values[index] ?? 0), itemStyle: { color: token(`series-${(colourOf(name) - 1) % 8 + 1}`) } }));
  return {
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches, animationDuration: 160, animationDurationUpdate: 160, textStyle: text,
    tooltip: {
      trigger: 'item', confine: true, backgroundColor: token('raised'), borderColor: token('line'), borderWidth: 1, padding: [8, 12],
      textStyle: { ...text, color: token('text') },
      formatter: part => { const box = document.createElement('div'); box.textContent = `${part.name}: ${whole.shown[part.data.index]} (${part.percent} %)`; return box; },
    },
    series: [{
      type: 'pie', radius: ['52%', '82%'], center: ['50%', '50%'], data, startAngle: 90, itemStyle: { borderColor: token('surface'), borderWidth: 2 },
      label: { ...text, formatter: part => `${part.name}  ${part.percent} %` }, labelLine: { lineStyle: { color: token('line-strong') }, length: 8, length2: 8 },
      emphasis: { scaleSize: 3 },
    }],
  };
}

function axis(value, spec) {
  if (spec.axis === 'seconds') return Math.abs(value) >= 3600 ? `${+(value / 3600).toFixed(1)}h` : Math.abs(value) >= 120 ? `${Math.round(value / 60)}m` : `${value}s`;
  const short = Math.abs(value) >= 1e6 ? `${+(value / 1e6).toFixed(1)}M` : Math.abs(value) >= 1e4 ? `${+(value / 1e3).toFixed(1)}k` : value.toLocaleString('en');
  if (spec.axis === 'percent') return `${short} %`;
  if (spec.axis === 'money') return spec.symbol.replace(/0([.,]0+)?$/, '') + short;
  return short;
}

function tip(index, spec, colourOf) {
  const box = document.createElement('div');
  const line = (tag, words) => { const e = document.createElement(tag); e.textContent = words; box.append(e); return e; };
  line('strong', spec.labels[index] + (spec.isLastIncomplete && index === spec.labels.length - 1 ? ' (not over yet)' : ''));
  if (spec.band?.shown[index]) line('div', `${spec.band.name}: ${spec.band.shown[index]}`);
  for (const s of [...spec.series].reverse()) {
    if (s.dots && s.values[index] === null) continue;
    const row = line('div', `${s.name}: ${s.shown[index] ?? '–'}${s.notes?.[index] ? ` (${s.notes[index]})` : ''}`);
    row.style.color = s.faint ? '' : colourOf(s);
  }
  return box;
}
