import * as ui from '/modelwatch/ui.js';

ui.addMessages({
  en: { title: 'Example', first: 'First', second: 'Second', hello: 'Hello, {name}', model: 'Model', tokens: 'Tokens' },
  zh: { title: '示例', first: '第一页', second: '第二页', hello: '你好，{name}', model: '模型', tokens: '令牌数' },
});

const main = document.querySelector('main');
const rows = [{ model: '<img src=x onerror=alert(1)>', tokens: 1234567 }, { model: 'example-small', tokens: 0.12345 }];

async function problem() {
  try {
    await ui.request('/missing');
  } catch (failure) {
    ui.notify(`${failure.status}: ${failure.message}`, 'critical');
  }
}

const views = {
  first: () => [
    ui.el('p', { id: 'hello' }, ui.t('hello', { name: '<b>x</b>' })),
    ui.table([
      { title: ui.t('model'), cell: (row) => row.model },
      { title: ui.t('tokens'), number: true, cell: (row) => ui.number(row.tokens) },
    ], rows),
    ui.badge('critical', 'P1'),
    ui.badge('warning', 'P2'),
    ui.badge('ok', 'ok'),
    ui.el('div', { class: 'grid' },
      ui.el('div', { class: 'card' }, ui.el('div', { class: 'figure' }, ui.duration(1234)),
        ui.sparkline([1, 2, null, 4, 3, 5], { thresholds: [{ value: 4, kind: 'warning' }] })),
      ui.el('div', { class: 'card' }, ui.barChart([{ label: 'a', value: 3 }, { label: 'b', value: 5 }], { label: 'bars' }))),
    ui.el('div', { class: 'card' }, ui.timeChart([
      { name: 'p50', points: [[0, 1], [60000, 2], [120000, null], [180000, 3]] },
      { name: 'p95', points: [[0, 4], [60000, 5], [120000, 6], [180000, 4]] },
    ], { label: 'latency', thresholds: [{ value: 5, kind: 'critical' }] })),
    ui.el('button', { id: 'ask', onclick: problem }, 'ask'),
  ],
  second: (parameters, rest) => [ui.el('p', { id: 'second' }, `${parameters.get('q')} ${rest}`)],
};

ui.frame({
  title: 'title',
  views: [{ hash: 'first', title: 'first' }, { hash: 'second', title: 'second' }],
  onview: (name, parameters, rest) => ui.show(main, views[name](parameters, rest)),
});
ui.shortcuts({ s: { text: ui.t('second'), run: () => { location.hash = '#/second/a%20b?q=key?x'; } } });
