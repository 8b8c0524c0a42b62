// The page of log-indexer: search, live tail, one request, one trace. Each view is a module that draws itself into <main>
// and answers a function that ends it.

import * as ui from '/modelwatch/ui.js';
import { texts } from './texts.js';
import { searchView } from './search.js';
import { liveView } from './live.js';
import { requestView } from './request.js';
import { traceView } from './trace.js';

ui.addMessages(texts);

const main = document.querySelector('main');
const views = { search: searchView, live: liveView, request: requestView, trace: traceView };
let end = () => {};

ui.frame({
  title: 'title',
  views: Object.keys(views).map((hash) => ({ hash, title: `view.${hash}` })),
  onview: (name, parameters) => {
    end();
    end = views[name](main, parameters);
  },
});

function step(direction) {
  const all = [...document.querySelectorAll('.entry-toggle')];
  const now = all.indexOf(document.activeElement);
  all[now === -1 ? 0 : Math.min(all.length - 1, Math.max(0, now + direction))]?.focus();
}

ui.shortcuts({
  '/': { text: ui.t('key.search'), run: () => document.querySelector('main input[name="q"], main input[name="id"]')?.focus() },
  j: { text: ui.t('key.next'), run: () => step(1) },
  k: { text: ui.t('key.previous'), run: () => step(-1) },
  r: { text: ui.t('key.refresh'), run: () => document.getElementById('refresh')?.click() },
  p: { text: ui.t('key.pause'), run: () => document.getElementById('pause')?.click() },
  l: { text: ui.t('view.live'), run: () => document.getElementById('to-live')?.click() },
});
