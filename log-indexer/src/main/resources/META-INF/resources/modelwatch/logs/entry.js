// Documents as they are shown: a line, and all that is in them.

import { badge, duration, el, language, notify, number, t } from '/modelwatch/ui.js';
import { fields, go } from './criteria.js';

/** A field of a document by its dotted name, which may be spelled with dots or as objects. */
export function field(document, name) {
  if (name in document) {
    return document[name];
  }
  let value = document;
  for (const part of name.split('.')) {
    value = value?.[part];
  }
  return value;
}

const texts = ['gen_ai.prompt', 'gen_ai.completion', 'gen_ai.system_instructions', 'error.stack_trace', 'gen_ai.context'];
const kinds = { ERROR: 'critical', ERR: 'critical', FATAL: 'critical', CRITICAL: 'critical', WARN: 'warning', WARNING: 'warning',
  INFO: 'info' };
const filterOf = new Map(Object.entries(fields).map(([name, path]) => [path, name]));

export const level = (document) => {
  const name = field(document, 'log.level');
  if (name) {
    return badge(kinds[name] ?? 'quiet', name);
  }
  const failed = field(document, 'event.outcome') === 'failure';
  return badge(failed ? 'critical' : 'quiet', field(document, 'span.name') ? t('entry.span') : '–');
};

/** A moment of this day with milliseconds, or of another day with the date. */
export function clock(time) {
  const date = new Date(time);
  const today = date.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en', { ...today ? {} : { month: '2-digit', day: '2-digit' },
    hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' }).format(date);
}

/** The milliseconds that what a document tells of took; undefined where it does not say. */
export function took(document) {
  const nanos = field(document, 'event.duration');
  return field(document, 'llm.latency_ms') ?? (nanos === undefined ? undefined : nanos / 1e6);
}

const columns = [
  { title: 'column.time', cell: ({ document }) => el('time', { datetime: field(document, '@timestamp'), class: 'nowrap' },
    clock(field(document, '@timestamp'))) },
  { title: 'field.level', cell: ({ document }) => level(document) },
  { title: 'column.source', class: 'source', cell: ({ document }) => [field(document, 'service.name'), field(document, 'gen_ai.request.model')]
    .filter(Boolean).join(' · ') || '–' },
  { title: 'column.message', class: 'grow', cell: ({ document }) => el('span', { class: 'line' }, summary(document)) },
  { title: 'column.latency', class: 'number', cell: ({ document }) => {
    const ms = took(document);
    return ms === undefined ? '' : duration(ms);
  } },
];

/** What a document is about, in its own words. */
export function headline(document) {
  return String(field(document, 'span.name') ?? field(document, 'message') ?? field(document, 'event.action') ?? '–');
}

function summary(document) {
  const message = headline(document);
  const detail = field(document, 'error.message') ?? field(document, 'gen_ai.prompt');
  return detail && detail !== message ? `${message} — ${detail}` : message;
}

/** A table of documents, empty at first; `add(hits, first)` shows more of them. */
export function entries({ onfilter } = {}) {
  const body = el('tbody');
  const node = el('div', { class: 'table' }, el('table', { class: 'cards entries' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, el('span', { class: 'hidden-text' }, t('entry.open'))),
      columns.map((column) => el('th', { scope: 'col', class: column.class ?? '' }, t(column.title))))),
    body));
  const add = (hits, first = false) => {
    const rows = hits.map((hit) => row(hit, onfilter));
    if (first) {
      body.prepend(...rows.reverse());
    } else {
      body.append(...rows);
    }
  };
  const trim = (most) => {
    while (body.children.length > most) {
      body.lastElementChild.remove();
    }
  };
  return { node, add, trim, clear: () => body.replaceChildren(), count: () => body.querySelectorAll('.entry').length };
}

function row(hit, onfilter) {
  const toggle = el('button', { class: 'plain entry-toggle', 'aria-expanded': 'false', 'aria-label': t('entry.open') }, '▸');
  const line = el('tr', { class: 'entry' }, el('td', {}, toggle), columns.map((column) =>
    el('td', { class: column.class ?? '', data: { label: t(column.title) } }, column.cell(hit))));
  let opened = null;
  const turn = () => {
    if (opened) {
      opened.remove();
      opened = null;
    } else {
      opened = el('tr', { class: 'detail' }, el('td', { colspan: columns.length + 1 }, whole(hit, { onfilter })));
      line.after(opened);
    }
    toggle.setAttribute('aria-expanded', String(opened !== null));
    toggle.textContent = opened ? '▾' : '▸';
  };
  toggle.addEventListener('click', (event) => {
    event.stopPropagation();
    turn();
  });
  line.addEventListener('click', () => {
    if (String(getSelection()) === '') {
      turn();
    }
  });
  return line;
}

/** Where a document leads to. */
export function links(document) {
  const request = field(document, 'http.request.id');
  const trace = field(document, 'trace.id');
  return [
    request ? el('a', { href: `#request?${new URLSearchParams({ id: request })}` }, t('entry.request')) : null,
    trace ? el('a', { href: `#trace?${new URLSearchParams({ id: trace })}` }, t('entry.trace')) : null,
  ];
}

/** All of a document: its texts first, then every field. */
export function whole(hit, { onfilter, linked = true } = {}) {
  const { document } = hit;
  return el('div', { class: 'stack document' },
    el('div', { class: 'row' }, linked ? links(document) : null, piiBadge(document),
      el('button', { class: 'plain', onclick: () => copy(document) }, t('entry.copy'))),
    conversation(document),
    el('dl', { class: 'fields' }, flat(document).filter(([name]) => !texts.includes(name)).map(([name, value]) => el('div', {},
      el('dt', { class: 'mono' }, name),
      el('dd', { class: 'mono' }, String(value), filterButton(name, value, onfilter))))));
}

function filterButton(path, value, onfilter) {
  const name = filterOf.get(path);
  if (!name || !onfilter) {
    return null;
  }
  return el('button', { class: 'chip', 'aria-label': t('search.add', { name: t(`field.${name}`), value }),
    onclick: () => onfilter(name, String(value)) }, '+');
}

export function piiBadge(document) {
  return field(document, 'pii.redacted') === true
    ? badge('info', t('entry.pii', { types: [field(document, 'pii.types') ?? []].flat().join(', ') }))
    : null;
}

/** The texts of a request, where the document has them. */
export function conversation(document) {
  const parts = [['request.system', 'gen_ai.system_instructions'], ['request.prompt', 'gen_ai.prompt'],
    ['request.completion', 'gen_ai.completion'], ['request.error', 'error.message'], ['request.error', 'error.stack_trace']];
  return parts.filter(([, name]) => field(document, name)).map(([title, name]) => el('section', { class: 'said' },
    el('h3', { class: 'row' }, t(title), field(document, `${name}_truncated`) ? badge('warning', t('entry.truncated')) : null),
    el('pre', {}, String(field(document, name)))));
}

function flat(value, prefix = '') {
  return Object.entries(value).flatMap(([name, inner]) => {
    if (inner !== null && typeof inner === 'object' && !Array.isArray(inner)) {
      return flat(inner, `${prefix}${name}.`);
    }
    return [[prefix + name, Array.isArray(inner) ? inner.map((one) => typeof one === 'object' ? JSON.stringify(one) : one).join(', ')
      : inner]];
  });
}

async function copy(document) {
  try {
    await navigator.clipboard.writeText(JSON.stringify(document, null, 2));
    notify(t('entry.copied'), 'ok');
  } catch (failure) {
    notify(failure.message, 'critical');
  }
}

/** A form that asks for an identifier. */
export function askForId(view, label, intro, id) {
  return el('form', { class: 'card stack', onsubmit: (event) => {
    event.preventDefault();
    const value = new FormData(event.target).get('id').trim();
    go(view, new URLSearchParams(value === '' ? {} : { id: value }));
  } },
  el('p', { class: 'muted' }, t(intro)),
  el('div', { class: 'row' },
    el('input', { name: 'id', class: 'wide mono', value: id ?? '', 'aria-label': t(label), placeholder: t(label), maxlength: 1024 }),
    el('button', { class: 'primary', id: 'refresh' }, t('request.show'))));
}

/** What went wrong, in place of what was asked for. */
export function failed(failure) {
  return el('div', { class: 'notice critical', role: 'alert' }, failure.message);
}

export const count = (value) => number(value, 15);
