# Sends documents with the official client: python3 bulk.py <service> <mark> <count>
import json
import sys

from elasticsearch import Elasticsearch, helpers

service, mark, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
client = Elasticsearch(service, http_compress=True)


def documents():
    for i in range(count - 1):
        yield {
            "_op_type": "create",
            "_index": "app-logs",
            "_id": f"{mark}-{i}",
            "@timestamp": 1795334400000 + i,
            "message": f"{mark} {i}",
            "log": {"level": "info"},
        }


successful, failed = 0, 0
for ok, item in helpers.streaming_bulk(client, documents(), chunk_size=200, max_retries=5, raise_on_error=False):
    successful, failed = successful + ok, failed + (not ok)
one = client.index(index="app-logs", body={"message": f"{mark} single"})
print(json.dumps({"version": client.info()["version"]["number"], "successful": successful, "failed": failed,
                  "one": one["result"]}))
