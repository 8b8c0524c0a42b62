// One trace: spans as a waterfall, log records below.

import { badge, duration, el, request, show, svg, t } from '/modelwatch/ui.js';
import { askForId, count, entries, failed, whole } from './entry.js';

const DEEPEST = 12;
const WIDTH = 1000;

export function traceView(main, parameters) {
  const id = parameters.get('id');
  const control = new AbortController();
  const story = el('div', { id: 'trace' });
  show(main, askForId('trace', 'trace.id', 'trace.intro', id), story);
  if (id) {
    tell(id, story, control.signal);
  }
  return () => control.abort();
}

async function tell(id, story, signal) {
  try {
    const trace = await request(`/api/v1/traces/${encodeURIComponent(id)}`, { signal });
    const logs = entries();
    logs.add(trace.logs);
    const spans = inOrder(trace.spans, 0);
    const shown = spans.length + trace.logs.length;
    show(story,
      el('p', { class: 'row' }, el('span', {}, t('trace.summary',
        { spans: count(trace.span_count), services: trace.services.length, duration: duration(trace.duration_ms) })),
      trace.error_count > 0 ? badge('critical', t('trace.errors', { count: trace.error_count })) : null),
      trace.complete ? null : el('div', { class: 'notice' }, t('trace.incomplete', { total: count(trace.total), shown: count(shown) })),
      el('section', { class: 'card' }, el('h2', {}, t('trace.spans')), spans.length === 0
        ? el('p', { class: 'empty' }, t('trace.no-spans'))
        : el('ol', { class: 'waterfall' }, spans.map(({ span, depth }) => line(span, depth, trace)))),
      trace.logs.length === 0 ? null : el('section', { class: 'card' }, el('h2', {}, t('trace.logs')), logs.node));
  } catch (failure) {
    if (failure.name !== 'AbortError') {
      show(story, failed(failure));
    }
  }
}

function inOrder(spans, depth) {
  return spans.flatMap((span) => [{ span, depth }, ...inOrder(span.children, depth + 1)]);
}

function line(span, depth, trace) {
  const series = (trace.services.indexOf(span.service) % 6) + 1;
  const scale = WIDTH / (trace.duration_ms || 1);
  const wide = Math.max(span.duration_ms * scale, 3);
  const begin = Math.min(span.offset_ms * scale, WIDTH - wide);
  const detail = el('div', { class: 'stack', hidden: true });
  const toggle = el('button', { class: 'plain entry-toggle', 'aria-expanded': 'false', onclick: () => {
    if (detail.hidden) {
      show(detail, el('p', { class: 'small muted' }, t('trace.self', { self: duration(span.self_ms) }),
        span.orphan ? ` · ${t('trace.orphan')}` : ''), whole(span, { linked: false }));
    }
    detail.hidden = !detail.hidden;
    toggle.setAttribute('aria-expanded', String(!detail.hidden));
  } },
  el('span', { class: `name depth-${Math.min(depth, DEEPEST)}` },
    span.outcome === 'failure' ? [badge('critical', t('outcome.failure')), ' '] : null, el('strong', {}, span.name), ' ',
    el('span', { class: 'small muted' }, span.service)),
  el('span', { class: 'time' },
    svg('svg', { class: 'chart span', viewBox: `0 0 ${WIDTH} 10`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      svg('rect', { class: `bar-mark s${series}`, x: begin.toFixed(1), width: wide.toFixed(1), y: 1, height: 8 }))),
  el('span', { class: 'length number small' }, duration(span.duration_ms)));
  return el('li', {}, toggle, detail);
}
