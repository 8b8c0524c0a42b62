// Live tail: records as they come, with a pause that keeps what comes meanwhile.

import { el, events, notify, request, show, t, withQuery } from '/modelwatch/ui.js';
import { changed, chips, filters, go, textInput, toggled } from './criteria.js';
import { entries, failed } from './entry.js';

const MOST_SHOWN = 500;
const FIRST = 20;

export function liveView(main, parameters) {
  const criteria = filters(parameters);
  const list = entries({ onfilter: (name, value) => go('live', toggled(parameters, name, value)) });
  const state = el('div', { id: 'live-state', role: 'status' }, el('p', { class: 'empty' }, t('live.waiting')));
  let waiting = [];
  let paused = false;
  let close = () => {};
  let ended = false;

  const pause = el('button', { id: 'pause', 'aria-pressed': 'false', onclick: () => {
    paused = !paused;
    if (!paused) {
      list.add(waiting, true);
      list.trim(MOST_SHOWN);
      waiting = [];
    }
    pause.setAttribute('aria-pressed', String(paused));
    label();
  } });
  const label = () => {
    pause.textContent = !paused ? t('live.pause')
      : waiting.length === 0 ? t('live.resume') : t('live.resume-with', { count: waiting.length });
  };
  label();

  const came = (hit) => {
    show(state);
    if (paused) {
      waiting = [hit, ...waiting].slice(0, MOST_SHOWN);
      label();
    } else {
      list.add([hit], true);
      list.trim(MOST_SHOWN);
    }
  };
  const say = (kind, text) => show(state, el('div', { class: `notice ${kind}` }, text));

  show(main,
    el('form', { class: 'card stack', role: 'search', onsubmit: (event) => {
      event.preventDefault();
      go('live', changed(parameters, { q: new FormData(event.target).get('q').trim() }));
    } },
    el('div', { class: 'row' }, textInput(parameters), el('button', { class: 'primary', id: 'refresh' }, t('search.run'))),
    chips('live', parameters)),
    el('div', { class: 'row toolbar' }, pause, el('button', { onclick: () => list.clear() }, t('live.clear')),
      el('a', { class: 'button', href: `#search?${parameters}` }, t('view.search'))),
    state, el('section', { class: 'card', id: 'tail' }, list.node));

  const follow = async () => {
    try { // what is wrong with the criteria is told as a problem; an event source would not say
      await request(withQuery('/api/v1/logs', { ...criteria, size: 0 }));
    } catch (failure) {
      show(state, failed(failure));
      return;
    }
    if (!ended) {
      close = events(withQuery('/api/v1/logs/tail', { ...criteria, last: FIRST }), {
        log: came,
        dropped: ({ count }) => say('info', t('live.dropped', { count })),
        interrupted: ({ detail }) => say('critical', t('live.interrupted', { detail })),
        error: (nothing, event) => {
          if (event.target.readyState === EventSource.CLOSED) {
            notify(t('live.refused'), 'critical');
          }
        },
      });
    }
  };
  const hidden = () => close(); // a page that the browser keeps for going back holds no tail meanwhile
  const back = (event) => event.persisted && location.reload();
  addEventListener('pagehide', hidden);
  addEventListener('pageshow', back);
  follow();
  return () => {
    ended = true;
    removeEventListener('pagehide', hidden);
    removeEventListener('pageshow', back);
    close();
    show(document.getElementById('live'));
  };
}
