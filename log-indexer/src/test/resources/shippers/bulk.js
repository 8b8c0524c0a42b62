// Sends documents with the official client: node bulk.js <service> <mark> <count>
const { Client } = require('@elastic/elasticsearch');

const [service, mark, count] = process.argv.slice(2);
const client = new Client({ node: service, maxRetries: 5, compression: true });

async function* documents() {
  for (let i = 0; i < Number(count) - 1; i++) {
    yield { '@timestamp': new Date(1795334400000 + i).toISOString(), message: `${mark} ${i}`, log: { level: 'info' } };
  }
}

async function send() {
  const info = await client.info();
  const bulk = await client.helpers.bulk({
    datasource: documents(),
    flushBytes: 20000,
    concurrency: 3,
    onDocument: (document) => ({ create: { _index: 'app-logs', _id: `${mark}-${document['@timestamp']}` } }),
    onDrop: (dropped) => console.error(JSON.stringify(dropped)),
  });
  const one = await client.index({ index: 'app-logs', document: { message: `${mark} single` } });
  console.log(JSON.stringify({ version: info.version.number, successful: bulk.successful, failed: bulk.failed, one: one.result }));
}

send().catch((error) => {
  console.error(error);
  process.exit(1);
});
