// One request: everything known of it, in order.

import { duration, el, request, show, t, withQuery } from '/modelwatch/ui.js';
import { askForId, clock, conversation, count, failed, field, headline, level, piiBadge, took, whole } from './entry.js';

const MOST = 200;

export function requestView(main, parameters) {
  const id = parameters.get('id');
  const control = new AbortController();
  const story = el('div', { id: 'story' });
  show(main, askForId('request', 'request.id', 'request.intro', id), story);
  if (id) {
    tell(id, story, control.signal);
  }
  return () => control.abort();
}

async function tell(id, story, signal) {
  try {
    const known = await request(withQuery(`/api/v1/requests/${encodeURIComponent(id)}`, { size: MOST }), { signal });
    const times = known.events.map(({ document }) => new Date(field(document, '@timestamp')).getTime());
    show(story,
      el('p', { class: 'row' },
        el('span', {}, t('request.events', { count: count(known.total), span: duration(Math.max(...times) - times[0]) })),
        known.trace_ids.map((trace) => el('a', { href: `#trace?${new URLSearchParams({ id: trace })}` }, t('entry.trace')))),
      el('ol', { class: 'story' }, known.events.map((hit, index) => event(hit, times[index] - times[0]))));
  } catch (failure) {
    if (failure.name !== 'AbortError') {
      show(story, failed(failure));
    }
  }
}

function event(hit, offset) {
  const { document } = hit;
  const latency = took(document);
  return el('li', { class: 'card stack' },
    el('div', { class: 'row spread' },
      el('div', { class: 'row' }, level(document), el('strong', {}, headline(document)), piiBadge(document)),
      el('div', { class: 'row small muted' }, latency === undefined ? null : el('span', {}, `${t('column.latency')} ${duration(latency)}`),
        el('time', { datetime: field(document, '@timestamp') }, clock(field(document, '@timestamp'))),
        el('span', {}, `+${duration(offset)}`))),
    el('div', { class: 'row small muted' }, ['service.name', 'gen_ai.request.model', 'event.action']
      .map((name) => field(document, name)).filter(Boolean).map((value) => el('span', { class: 'chip' }, String(value)))),
    conversation(document),
    el('details', {}, el('summary', {}, t('entry.open')), whole(hit, { linked: false })));
}
