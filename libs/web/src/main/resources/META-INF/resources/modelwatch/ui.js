// What the pages of the four services share: language and theme, building elements without HTML strings, requests that
// carry the problem of an answer, live updates, charts. An ES module without dependencies; pages import what they need.

const remembered = {
  get(key) {
    try {
      return localStorage.getItem(`modelwatch.${key}`);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`modelwatch.${key}`, value);
    } catch {
      // A browser that stores nothing shows the page all the same.
    }
  },
};

// ---------------------------------------------------------------------------------------------- language

const common = {
  en: {
    'ui.skip': 'Skip to content',
    'ui.language': '中文',
    'ui.theme': 'Theme',
    'ui.theme.auto': 'System',
    'ui.theme.light': 'Light',
    'ui.theme.dark': 'Dark',
    'ui.keys': 'Keyboard shortcuts',
    'ui.close': 'Close',
    'ui.cancel': 'Cancel',
    'ui.live': 'Live',
    'ui.reconnecting': 'Reconnecting…',
    'ui.paused': 'Paused',
    'ui.nothing': 'Nothing to show.',
    'ui.unreachable': 'The service does not answer.',
    'ui.unauthorized': 'Sign in to see this.',
    'ui.forbidden': 'Your role does not allow this.',
  },
  zh: {
    'ui.skip': '跳到正文',
    'ui.language': 'English',
    'ui.theme': '主题',
    'ui.theme.auto': '跟随系统',
    'ui.theme.light': '浅色',
    'ui.theme.dark': '深色',
    'ui.keys': '键盘快捷键',
    'ui.close': '关闭',
    'ui.cancel': '取消',
    'ui.live': '实时',
    'ui.reconnecting': '正在重连…',
    'ui.paused': '已暂停',
    'ui.nothing': '没有可显示的内容。',
    'ui.unreachable': '服务没有响应。',
    'ui.unauthorized': '请先登录。',
    'ui.forbidden': '当前角色无权执行此操作。',
  },
};

const messages = { en: { ...common.en }, zh: { ...common.zh } };

/** The language of the page: what the reader chose, else the browser's, `en` or `zh`. */
export function language() {
  const chosen = remembered.get('language') ?? new URLSearchParams(location.search).get('lang');
  if (chosen === 'en' || chosen === 'zh') {
    return chosen;
  }
  return (navigator.language ?? 'en').toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** Adds a page's texts, `{en: {key: text}, zh: {key: text}}`; throws when a key lacks one of the languages. */
export function addMessages(texts) {
  for (const [one, other] of [['en', 'zh'], ['zh', 'en']]) {
    for (const key of Object.keys(texts[one])) {
      if (!(key in texts[other])) {
        throw new Error(`no ${other} text for ${key}`);
      }
    }
  }
  Object.assign(messages.en, texts.en);
  Object.assign(messages.zh, texts.zh);
}

/** The text of a key in the reader's language; `{name}` in it stands for values.name. A missing key shows itself. */
export function t(key, values = {}) {
  const text = messages[language()][key] ?? messages.en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Fills the text of every element with `data-t`, the placeholder of `data-t-placeholder`, the label of `data-t-label`. */
export function translate(root = document) {
  for (const node of root.querySelectorAll('[data-t]')) {
    node.textContent = t(node.dataset.t);
  }
  for (const node of root.querySelectorAll('[data-t-placeholder]')) {
    node.placeholder = t(node.dataset.tPlaceholder);
  }
  for (const node of root.querySelectorAll('[data-t-label]')) {
    node.setAttribute('aria-label', t(node.dataset.tLabel));
    node.title = t(node.dataset.tLabel);
  }
}

// ---------------------------------------------------------------------------------------------- elements

const svgSpace = 'http://www.w3.org/2000/svg';

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else if (name === 'data') {
      Object.assign(node.dataset, value);
    } else if (name === 'value' || name === 'checked' || name === 'selected' || name === 'disabled') {
      node[name] = value;
    } else {
      node.setAttribute(name, value === true ? '' : String(value));
    }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An element: `el('button', {class: 'primary', onclick: save}, 'Save')`. Texts are text, never HTML. */
export function el(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same for SVG. */
export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(svgSpace, tag), properties, children);
}

/** A state as a pill; `kind` is `ok`, `warning`, `critical`, `info` or `quiet`. */
export function badge(kind, text) {
  return el('span', { class: `badge ${kind}` }, text);
}

/** A table of `columns` `[{title, cell(row), number}]`; turns into cards on a phone. */
export function table(columns, rows, { caption, onrow } = {}) {
  if (rows.length === 0) {
    return el('p', { class: 'empty' }, t('ui.nothing'));
  }
  return el('div', { class: 'table' },
    el('table', { class: 'cards' },
      caption ? el('caption', { class: 'muted small' }, caption) : null,
      el('thead', {}, el('tr', {}, columns.map((column) =>
        el('th', { scope: 'col', class: column.number ? 'number' : '' }, column.title)))),
      el('tbody', {}, rows.map((row) =>
        el('tr', onrow ? { onclick: () => onrow(row) } : {}, columns.map((column) =>
          el('td', { class: column.number ? 'number' : '', data: { label: column.title } }, column.cell(row))))))));
}

/** Replaces what a node holds. */
export function show(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
}

// ---------------------------------------------------------------------------------------------- frame

/**
 * Builds the frame around `<main>`: skip link, title, navigation, language and theme. `views` are `[{hash, title}]`
 * where title is a key; `onview(hash, parameters, rest)` is called now and whenever the address's hash changes. A view
 * `alerts` also owns `#/alerts` and what lies below: of `#/alerts/x?a=b` the rest is `x`.
 */
export function frame({ title, views = [], onview = () => {} }) {
  applyTheme();
  document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en';
  document.title = t(title);
  const links = views.map((view) => el('a', { href: `#${view.hash}`, data: { view: view.hash } }, t(view.title)));
  document.body.prepend(
    el('a', { class: 'skip', href: '#', onclick: skip }, t('ui.skip')),
    el('header', { class: 'bar' },
      el('h1', {}, t(title)),
      el('nav', { 'aria-label': t(title) }, links),
      el('div', { class: 'tools' }, el('span', { id: 'live', role: 'status' }), themeChoice(), languageButton())));
  document.body.append(el('div', { id: 'notices', role: 'status', 'aria-live': 'polite' }));
  document.querySelector('main')?.setAttribute('tabindex', '-1');
  translate();
  const turn = () => {
    const [name, query] = location.hash.replace(/^#\/?/, '').split(/\?(.*)/s);
    const view = views.find((known) => name === known.hash || name.startsWith(`${known.hash}/`))?.hash ?? views[0]?.hash;
    const rest = view !== undefined && name.startsWith(`${view}/`) ? decodeURIComponent(name.slice(view.length + 1)) : '';
    for (const link of links) {
      link.removeAttribute('aria-current');
      if (link.dataset.view === view) {
        link.setAttribute('aria-current', 'page');
      }
    }
    onview(view, new URLSearchParams(query ?? ''), rest);
  };
  addEventListener('hashchange', turn);
  turn();
}

function skip(event) {
  event.preventDefault();
  document.querySelector('main')?.focus();
}

function languageButton() {
  return el('button', { class: 'plain', id: 'language', lang: language() === 'zh' ? 'en' : 'zh-CN', onclick: () => {
    remembered.set('language', language() === 'zh' ? 'en' : 'zh');
    location.reload();
  } }, t('ui.language'));
}

function applyTheme() {
  const theme = remembered.get('theme');
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme;
  } else {
    delete document.documentElement.dataset.theme;
  }
}

function themeChoice() {
  const chosen = remembered.get('theme') ?? 'auto';
  return el('select', { id: 'theme', 'aria-label': t('ui.theme'), onchange: (event) => {
    remembered.set('theme', event.target.value);
    applyTheme();
  } }, ['auto', 'light', 'dark'].map((theme) =>
    el('option', { value: theme, selected: theme === chosen }, t(`ui.theme.${theme}`))));
}

/** A message that goes away by itself unless it is `critical`. */
export function notify(text, kind = 'info') {
  const notice = el('div', { class: `notice ${kind} row spread` }, el('span', {}, text),
    el('button', { class: 'plain', 'aria-label': t('ui.close'), onclick: () => notice.remove() }, '✕'));
  document.getElementById('notices').append(notice);
  if (kind !== 'critical') {
    setTimeout(() => notice.remove(), 6000);
  }
}

/** A modal dialog; answers a function that closes it. `build(close)` gives its content. */
export function dialog(title, build) {
  const close = () => node.close();
  const node = el('dialog', { 'aria-label': title, onclose: () => node.remove() },
    el('div', { class: 'row spread' }, el('h2', {}, title),
      el('button', { class: 'plain', 'aria-label': t('ui.close'), onclick: close }, '✕')));
  node.append(...[build(close)].flat(Infinity));
  document.body.append(node);
  node.showModal();
  node.querySelector('input, textarea, select')?.focus();
  return close;
}

/** Shortcuts `{key: {text, run}}`, off while something is typed; `?` lists them. */
export function shortcuts(keys) {
  const all = { ...keys, '?': { text: t('ui.keys'), run: () => dialog(t('ui.keys'), () =>
    el('dl', {}, Object.entries(all).map(([key, { text }]) =>
      el('div', { class: 'row' }, el('dt', {}, el('kbd', { class: 'chip' }, key)), el('dd', {}, text))))) } };
  addEventListener('keydown', (event) => {
    const typing = event.target.matches?.('input, textarea, select') || document.querySelector('dialog[open]');
    if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && all[event.key]) {
      event.preventDefault();
      all[event.key].run();
    }
  });
}

// ---------------------------------------------------------------------------------------------- requests

/** An answer that is not 2xx, or none at all (status 0); `message` is fit for the reader. */
export class Problem extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? problem?.title ?? Problem.text(status));
    this.status = status;
    this.problem = problem;
  }

  static text(status) {
    return { 0: t('ui.unreachable'), 401: t('ui.unauthorized'), 403: t('ui.forbidden') }[status] ?? `HTTP ${status}`;
  }
}

/** A request with a JSON answer (undefined for an empty one); rejects with a {@link Problem}. */
export async function request(path, { method = 'GET', body, signal, headers = {} } = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      signal,
      headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Problem(0);
  }
  const text = await answer.text();
  let value;
  try {
    value = text === '' ? undefined : JSON.parse(text);
  } catch {
    value = answer.ok ? text : { detail: text.slice(0, 300) };
  }
  if (!answer.ok) {
    throw new Problem(answer.status, value);
  }
  return value;
}

/** A path with a query; empty values are left out, arrays repeat. */
export function withQuery(path, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of [value].flat()) {
      if (one !== undefined && one !== null && one !== '') {
        query.append(name, one);
      }
    }
  }
  return query.size === 0 ? path : `${path}?${query}`;
}

// ---------------------------------------------------------------------------------------------- live

/** Runs `work` now and every so many seconds, one at a time, not while the page is hidden; answers a function that stops it. */
export function every(seconds, work) {
  let timer;
  let stopped = false;
  const turn = async () => {
    clearTimeout(timer);
    if (!document.hidden) {
      await work();
    }
    if (!stopped) {
      timer = setTimeout(turn, seconds * 1000);
    }
  };
  const seen = () => {
    if (!document.hidden && !stopped) {
      turn();
    }
  };
  document.addEventListener('visibilitychange', seen);
  turn();
  return () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', seen);
  };
}

/** Server-sent events; `handlers` by event name take the parsed JSON. The bar shows the state. Answers a function that ends it. */
export function events(path, handlers) {
  const source = new EventSource(path);
  const live = document.getElementById('live');
  const state = (kind, text) => live && show(live, badge(kind, text));
  source.addEventListener('open', () => state('ok', t('ui.live')));
  source.addEventListener('error', () => state('warning', t('ui.reconnecting')));
  for (const [name, handle] of Object.entries(handlers)) {
    source.addEventListener(name, (event) => {
      let value = event.data;
      try {
        value = JSON.parse(event.data);
      } catch {
        // Plain text is handed on as it is.
      }
      handle(value, event);
    });
  }
  return () => {
    source.close();
    state('quiet', t('ui.paused'));
  };
}

// ---------------------------------------------------------------------------------------------- values

const locale = () => (language() === 'zh' ? 'zh-CN' : 'en');

/** A number with at most `digits` significant digits beyond the integer part; `–` for none. */
export function number(value, digits = 3) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return '–';
  }
  const options = Math.abs(value) >= 1000
    ? { maximumFractionDigits: 0 }
    : { maximumSignificantDigits: Math.max(digits, 1) };
  return new Intl.NumberFormat(locale(), options).format(value);
}

/** A number shortened: 12.3K, 4.56M; 1.2万 in Chinese. */
export function compact(value) {
  return Number.isFinite(value)
    ? new Intl.NumberFormat(locale(), { notation: 'compact', maximumSignificantDigits: 3 }).format(value)
    : '–';
}

/** Milliseconds as a reader says them. */
export function duration(ms) {
  if (!Number.isFinite(ms)) {
    return '–';
  }
  const zh = language() === 'zh';
  const units = zh ? ['毫秒', '秒', '分', '小时', '天'] : ['ms', 's', 'min', 'h', 'd'];
  const sizes = [1, 1000, 60_000, 3_600_000, 86_400_000];
  let unit = sizes.length - 1;
  while (unit > 0 && Math.abs(ms) < sizes[unit]) {
    unit--;
  }
  return `${number(ms / sizes[unit])} ${units[unit]}`;
}

/** A moment in the reader's zone. */
export function moment(time) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'short', timeStyle: 'medium' }).format(new Date(time));
}

/** How long ago, or in how long. */
export function ago(time, now = Date.now()) {
  const seconds = (new Date(time).getTime() - now) / 1000;
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  for (const [unit, size] of [['day', 86400], ['hour', 3600], ['minute', 60]]) {
    if (Math.abs(seconds) >= size) {
      return format.format(Math.round(seconds / size), unit);
    }
  }
  return format.format(Math.round(seconds), 'second');
}

// ---------------------------------------------------------------------------------------------- charts

/** Charts keep the size of their texts: fewer units across on a narrow screen. */
const chartWidth = () => (innerWidth < 700 ? 360 : 640);

const finite = (value) => typeof value === 'number' && Number.isFinite(value);

/** A small line without axes. `thresholds` are `[{value, kind}]` and widen the scale only when near the data. */
export function sparkline(values, { label, thresholds = [], width = 160, height = 36, series = 1 } = {}) {
  const known = values.filter(finite);
  const chart = svg('svg', { class: 'chart', viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img',
    'aria-label': label ?? known.map((value) => number(value)).join(', ') });
  if (known.length === 0) {
    return chart;
  }
  const top = Math.max(...known);
  const near = thresholds.filter(({ value }) => value <= top * 2);
  const high = Math.max(top, ...near.map(({ value }) => value), 0) || 1;
  const low = Math.min(...known, 0);
  const x = (index) => (values.length === 1 ? width / 2 : (index / (values.length - 1)) * width);
  const y = (value) => height - 2 - ((value - low) / (high - low || 1)) * (height - 4);
  for (const { value, kind } of near) {
    chart.append(svg('line', { class: `threshold ${kind}`, x1: 0, x2: width, y1: y(value), y2: y(value) }));
  }
  chart.append(svg('path', { class: `line s${series}`, d: path(values, x, y) }));
  return chart;
}

function path(values, x, y) {
  let line = '';
  let pen = 'M';
  values.forEach((value, index) => {
    if (finite(value)) {
      line += `${pen}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      if (pen === 'M' && !finite(values[index + 1])) {
        line += 'h0'; // a value between gaps is a dot
      }
      pen = 'L';
    } else {
      pen = 'M';
    }
  });
  return line;
}

/**
 * Lines over time: `series` `[{name, points: [[time, value]]}]`; time in milliseconds, gaps where a value is null.
 * `format(value)` labels the axis.
 */
export function timeChart(series, { label, format = (value) => number(value), thresholds = [], height = 180 } = {}) {
  const width = chartWidth();
  const left = 56;
  const bottom = 22;
  const points = series.flatMap(({ points: all }) => all).filter(([, value]) => finite(value));
  if (points.length === 0) {
    return el('p', { class: 'empty' }, t('ui.nothing'));
  }
  const times = points.map(([time]) => time);
  const from = Math.min(...times);
  const to = Math.max(...times);
  const high = niceTop(Math.max(...points.map(([, value]) => value), 0));
  const low = Math.min(...points.map(([, value]) => value), 0);
  const x = (time) => left + ((time - from) / (to - from || 1)) * (width - left - 8);
  const y = (value) => height - bottom - ((value - low) / (high - low || 1)) * (height - bottom - 10);
  const chart = svg('svg', { class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label });
  for (const part of [0, 0.5, 1]) {
    const value = low + (high - low) * part;
    chart.append(svg('line', { class: 'axis', x1: left, x2: width - 8, y1: y(value), y2: y(value) }),
      svg('text', { x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, format(value)));
  }
  const clock = new Intl.DateTimeFormat(locale(), to - from > 86_400_000
    ? { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' }
    : { hour: '2-digit', minute: '2-digit', second: to - from < 600_000 ? '2-digit' : undefined });
  [[from, 'start'], [(from + to) / 2, 'middle'], [to, 'end']].forEach(([time, anchor]) =>
    chart.append(svg('text', { x: x(time), y: height - 6, 'text-anchor': anchor }, clock.format(time))));
  for (const { value, kind } of thresholds.filter((threshold) => threshold.value <= high && threshold.value >= low)) {
    chart.append(svg('line', { class: `threshold ${kind}`, x1: left, x2: width - 8, y1: y(value), y2: y(value) }));
  }
  series.forEach(({ points: all, name }, index) => chart.append(
    svg('path', { class: `line s${(index % 6) + 1}`, d: path(all.map(([, value]) => value), (at) => x(all[at][0]), y) },
      svg('title', {}, name))));
  return el('figure', { class: 'stack' }, chart, series.length > 1 ? legend(series) : null);
}

function legend(series) {
  return el('figcaption', { class: 'row small muted' }, series.map(({ name }, index) => el('span', { class: 'row' },
    svg('svg', { class: 'chart key', width: 12, height: 12, viewBox: '0 0 12 12' },
      svg('rect', { class: `bar-mark s${(index % 6) + 1}`, width: 12, height: 12, rx: 3 })), name)));
}

/** Bars: `bars` `[{label, value, title}]`; `onbar(bar)` makes them clickable. */
export function barChart(bars, { label, height = 120, format = (value) => number(value), onbar } = {}) {
  const width = chartWidth();
  const bottom = 20;
  const high = niceTop(Math.max(...bars.map(({ value }) => value), 0));
  const step = width / Math.max(bars.length, 1);
  const chart = svg('svg', { class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label });
  bars.forEach((bar, index) => {
    const tall = ((bar.value || 0) / high) * (height - bottom - 4);
    const mark = svg('rect', { class: 'bar-mark s1', x: index * step + step * 0.1, width: step * 0.8,
      y: height - bottom - tall, height: tall, rx: Math.min(2, step * 0.2) },
    svg('title', {}, bar.title ?? `${bar.label}: ${format(bar.value)}`));
    if (onbar) {
      mark.addEventListener('click', () => onbar(bar));
    }
    chart.append(mark);
  });
  const shown = bars.length > 8 ? [0, Math.floor(bars.length / 2), bars.length - 1] : bars.map((_, index) => index);
  [...new Set(shown)].filter((index) => bars[index]).forEach((index) => {
    const anchor = bars.length <= 8 ? 'middle' : index === 0 ? 'start' : index === bars.length - 1 ? 'end' : 'middle';
    const x = anchor === 'start' ? 0 : anchor === 'end' ? width : (index + 0.5) * step;
    chart.append(svg('text', { x, y: height - 5, 'text-anchor': anchor }, bars[index].label));
  });
  chart.append(svg('line', { class: 'axis', x1: 0, x2: width, y1: height - bottom, y2: height - bottom }));
  return chart;
}

function niceTop(value) {
  if (!(value > 0)) {
    return 1;
  }
  const size = 10 ** Math.floor(Math.log10(value));
  return [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((step) => step * size).find((step) => step >= value * 0.999);
}
