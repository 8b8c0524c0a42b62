// Validates custom resources against the published models of their operators. Reads a JSON array of objects from
// standard input, prints one line a fault, and exits with 1 when there is one. Kinds without a model are named too.
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import { Cluster } from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Cluster';
import { PrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import { ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';

const models = { ScaledObject, Cluster, PrometheusRule, ServiceMonitor };

let text = '';
for await (const chunk of process.stdin) {
  text += chunk;
}
let faults = 0;
for (const resource of JSON.parse(text)) {
  const model = models[resource.kind];
  try {
    if (!model) {
      throw new Error('no model of this kind');
    }
    new model(resource).validate();
  } catch (fault) {
    faults++;
    console.log(`${resource.kind} ${resource.metadata?.name}: ${fault.message}`);
  }
}
process.exit(faults > 0 ? 1 : 0);
