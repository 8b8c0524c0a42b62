// Making or changing a silence, with a look at what it would hit before it does.
import { badge, dialog, el, moment, notify, number, request, show, t, withQuery } from '../modelwatch/ui.js';
import { exactly, operator, write } from './matchers.js';

const hours = [1, 4, 12, 24, 72];

/** A time as an input of the kind datetime-local wants it, in the reader's zone. */
function local(time) {
  return new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function author() {
  try {
    return localStorage.getItem('modelwatch.author') ?? '';
  } catch {
    return '';
  }
}

function rememberAuthor(name) {
  try {
    localStorage.setItem('modelwatch.author', name);
  } catch {
    // It is asked for again.
  }
}

/**
 * Opens the dialog.
 *
 * @param matchers matchers of the API to begin with
 * @param from a silence that is changed or repeated: its comment, and its id where it goes on
 */
export function silenceDialog(matchers, from = {}) {
  dialog(t(from.id ? 'silence.edit' : 'silence.new'), (close) => new SilenceForm(matchers, from, close).form());
}

class SilenceForm {
  constructor(matchers, from, close) {
    this.from = from;
    this.close = close;
    this.rows = el('div', {});
    matchers.forEach((matcher) => this.add(matcher));
    this.ends = el('input', { type: 'datetime-local', name: 'ends', required: true,
      value: local(Math.max(from.endsAt ? Date.parse(from.endsAt) : 0, Date.now() + 3_600_000)) });
    this.by = el('input', { name: 'by', value: from.createdBy ?? author(), autocomplete: 'name' });
    this.comment = el('textarea', { name: 'comment', rows: 2, value: from.comment ?? '' });
    this.preview = el('div', { id: 'preview', class: 'small', role: 'status' });
    this.fault = el('p', { class: 'notice critical', role: 'alert', hidden: true });
  }

  form() {
    this.look();
    return el('form', { class: 'stack', id: 'silence', novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      this.send();
    }, oninput: () => this.lookSoon() },
    el('h3', {}, t('silence.matchers')), this.rows,
    el('button', { type: 'button', onclick: () => this.add(exactly('', '')).querySelector('input').focus() }, t('silence.add')),
    this.preview,
    el('div', { class: 'row', role: 'group', 'aria-label': t('silence.duration') }, hours.map((hour) =>
      el('button', { type: 'button', onclick: () => {
        this.ends.value = local(Date.now() + hour * 3_600_000);
      } }, `${number(hour)} h`))),
    el('label', { class: 'field' }, el('span', {}, t('silence.ends')), this.ends),
    el('label', { class: 'field' }, el('span', {}, t('silence.by')), this.by),
    el('label', { class: 'field' }, el('span', {}, t('silence.comment')), this.comment),
    this.fault,
    el('div', { class: 'row' }, el('button', { class: 'primary' }, t('silence.create')),
      el('button', { type: 'button', onclick: this.close }, t('ui.cancel'))));
  }

  add(matcher) {
    const row = el('div', { class: 'matcher' },
      el('input', { name: 'name', value: matcher.name, 'aria-label': t('column.matchers'), spellcheck: 'false' }),
      el('select', { name: 'operator', 'aria-label': '=' }, ['=', '!=', '=~', '!~'].map((text) =>
        el('option', { selected: text === operator(matcher) }, text))),
      el('input', { name: 'value', value: matcher.value, 'aria-label': matcher.name, spellcheck: 'false' }),
      el('button', { type: 'button', class: 'plain', 'aria-label': t('silence.remove'), title: t('silence.remove'), onclick: () => {
        row.remove();
        this.look();
      } }, '✕'));
    this.rows.append(row);
    return row;
  }

  matchers() {
    return [...this.rows.children].map((row) => {
      const sign = row.querySelector('[name=operator]').value;
      return {
        name: row.querySelector('[name=name]').value.trim(),
        value: row.querySelector('[name=value]').value,
        isRegex: sign.endsWith('~'),
        isEqual: sign.startsWith('='),
      };
    }).filter(({ name }) => name !== '');
  }

  lookSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), 300);
  }

  async look() {
    const matchers = this.matchers();
    if (matchers.length === 0) {
      show(this.preview);
      return;
    }
    this.asked?.abort();
    this.asked = new AbortController();
    const { signal } = this.asked;
    try {
      const [hit, all] = await Promise.all([
        request(withQuery('api/v2/alerts', { filter: matchers.map(write), silenced: false, inhibited: false }), { signal }),
        request('api/v2/alerts?silenced=false&inhibited=false', { signal }),
      ]);
      const share = all.length === 0 ? 0 : hit.length / all.length;
      show(this.preview,
        el('p', {}, hit.length === 0 ? t('silence.preview.none') : t('silence.preview', { count: number(hit.length) }), ' ',
          hit.length > 1 && share > 0.5 ? badge('warning', t('silence.wide', { percent: number(Math.round(share * 100)) })) : null),
        el('ul', {}, hit.slice(0, 20).map((alert) => el('li', {}, alert.annotations.summary ?? alert.labels.alertname))));
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        show(this.preview, badge('critical', problem.message));
      }
    }
  }

  complain(text) {
    this.fault.textContent = text;
    this.fault.hidden = false;
  }

  async send() {
    const ends = new Date(this.ends.value);
    const createdBy = this.by.value.trim();
    const comment = this.comment.value.trim();
    if (!(ends > Date.now())) {
      return this.complain(t('silence.needs.end'));
    }
    if (createdBy === '') {
      return this.complain(t('silence.needs.by'));
    }
    if (comment === '') {
      return this.complain(t('silence.needs.comment'));
    }
    try {
      await request('api/v2/silences', { method: 'POST', body: {
        ...(this.from.id ? { id: this.from.id } : {}),
        matchers: this.matchers(),
        startsAt: this.from.id ? this.from.startsAt : new Date().toISOString(),
        endsAt: ends.toISOString(),
        createdBy,
        comment,
      } });
    } catch (problem) {
      return this.complain(typeof problem.problem === 'string' ? problem.problem : problem.problem?.message ?? problem.message);
    }
    rememberAuthor(createdBy);
    this.close();
    notify(t('silence.created', { time: moment(ends) }), 'ok');
    dispatchEvent(new Event('hashchange'));
    return undefined;
  }
}
