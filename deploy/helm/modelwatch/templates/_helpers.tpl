{{- define "modelwatch.fullname" -}}
{{- if contains "modelwatch" .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-modelwatch" .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Name of a part: (list . "alert-router") */}}
{{- define "modelwatch.name" -}}
{{- printf "%s-%s" (include "modelwatch.fullname" (first .)) (last .) -}}
{{- end -}}

{{/* Labels of a part: (list . "alert-router") */}}
{{- define "modelwatch.labels" -}}
{{- $root := first . -}}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
app.kubernetes.io/part-of: modelwatch
{{ include "modelwatch.selector" . }}
{{- end -}}

{{- define "modelwatch.selector" -}}
app.kubernetes.io/name: {{ last . }}
app.kubernetes.io/instance: {{ (first .).Release.Name }}
{{- end -}}

{{- define "modelwatch.image" -}}
{{- $root := first . -}}
{{- $tag := $root.Values.image.tag | default $root.Chart.AppVersion -}}
{{- if $root.Values.image.repository -}}
{{- printf "%s/%s:%s" $root.Values.image.repository (last .) $tag -}}
{{- else -}}
{{- printf "%s:%s" (last .) $tag -}}
{{- end -}}
{{- end -}}

{{- define "modelwatch.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "modelwatch.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* What every pod has: (dict "root" . "name" "alert-router") */}}
{{- define "modelwatch.placement" -}}
{{- $root := .root -}}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: {{ $root.Values.terminationGracePeriodSeconds }}
{{- with $root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with $root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $root.Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $root.Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $root.Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- if $root.Values.topologySpread }}
topologySpreadConstraints:
  {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "modelwatch.selector" (list $root $.name) | nindent 8 }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Probes at Quarkus' health endpoints: (port name) */}}
{{- define "modelwatch.probes" -}}
startupProbe:
  httpGet: {path: /q/health/started, port: http}
  periodSeconds: 2
  failureThreshold: 90
livenessProbe:
  httpGet: {path: /q/health/live, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: {path: /q/health/ready, port: http}
  periodSeconds: 5
  timeoutSeconds: 3
{{- end -}}

{{- define "modelwatch.postgresql.host" -}}
{{- if eq .Values.postgresql.mode "external" -}}
{{- required "postgresql.external.host is needed with postgresql.mode=external" .Values.postgresql.external.host -}}
{{- else if eq .Values.postgresql.mode "cnpg" -}}
{{- printf "%s-rw" (include "modelwatch.name" (list . "cnpg")) -}}
{{- else -}}
{{- include "modelwatch.name" (list . "postgresql") -}}
{{- end -}}
{{- end -}}

{{- define "modelwatch.postgresql.secret" -}}
{{- if .Values.postgresql.existingSecret -}}
{{- .Values.postgresql.existingSecret -}}
{{- else if eq .Values.postgresql.mode "external" -}}
{{- fail "postgresql.existingSecret is needed with postgresql.mode=external" -}}
{{- else if eq .Values.postgresql.mode "cnpg" -}}
{{- printf "%s-app" (include "modelwatch.name" (list . "cnpg")) -}}
{{- else -}}
{{- include "modelwatch.name" (list . "postgresql") -}}
{{- end -}}
{{- end -}}

{{/* Environment for a database: (list . "alertRouter") */}}
{{- define "modelwatch.postgresql.env" -}}
{{- $root := first . -}}
{{- $address := printf "%s:%v/%s" (include "modelwatch.postgresql.host" $root) (eq $root.Values.postgresql.mode "external" | ternary $root.Values.postgresql.external.port 5432) (get $root.Values.postgresql.external.databases (last .)) -}}
- name: QUARKUS_DATASOURCE_REACTIVE_URL
  value: postgresql://{{ $address }}
- name: QUARKUS_DATASOURCE_JDBC_URL
  value: jdbc:postgresql://{{ $address }}
- name: QUARKUS_DATASOURCE_USERNAME
  valueFrom:
    secretKeyRef: {name: {{ include "modelwatch.postgresql.secret" $root }}, key: username}
- name: QUARKUS_DATASOURCE_PASSWORD
  valueFrom:
    secretKeyRef: {name: {{ include "modelwatch.postgresql.secret" $root }}, key: password}
{{- end -}}

{{- define "modelwatch.security.secret" -}}
{{- .Values.security.existingSecret | default (include "modelwatch.name" (list . "security")) -}}
{{- end -}}

{{/* Environment of every service: (list . .Values.alertRouter "alert-router") */}}
{{- define "modelwatch.env" -}}
- name: QUARKUS_HTTP_HOST
  value: 0.0.0.0
- name: JAVA_TOOL_OPTIONS
  value: -XX:MaxRAMPercentage=65 -XX:+ExitOnOutOfMemoryError
- name: MODELWATCH_SECURITY_USERS_FILE
  value: /etc/modelwatch/security/users
- name: MODELWATCH_SECURITY_METRICS
  value: {{ (first .).Values.security.metrics }}
{{- with (first .).Values.security.tokenKey }}
- name: MP_JWT_VERIFY_PUBLICKEY_LOCATION
  value: {{ . | quote }}
{{- end }}
- name: SMALLRYE_CONFIG_LOCATIONS
  value: /etc/modelwatch/clients/{{ last . }}.properties
{{- range $name, $value := (index . 1).env }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}

{{/* Changes whenever a file that pods mount changes, so that they restart. */}}
{{- define "modelwatch.checksum" -}}
{{- printf "%s%s%s" .Values.metricsCollector.prices .Values.alertRouter.config (toJson .Values.alertRouter.rules) | sha256sum | trunc 16 -}}
{{- end -}}

{{- define "modelwatch.elasticsearch.hosts" -}}
{{- if eq .Values.elasticsearch.mode "external" -}}
{{- required "elasticsearch.external.hosts is needed with elasticsearch.mode=external" .Values.elasticsearch.external.hosts -}}
{{- else if eq .Values.elasticsearch.mode "eck" -}}
{{- printf "%s-es-http:9200" (include "modelwatch.name" (list . "eck")) -}}
{{- else -}}
{{- printf "%s:9200" (include "modelwatch.name" (list . "elasticsearch")) -}}
{{- end -}}
{{- end -}}

{{- define "modelwatch.elasticsearch.env" -}}
- name: QUARKUS_ELASTICSEARCH_HOSTS
  value: {{ include "modelwatch.elasticsearch.hosts" . | quote }}
- name: QUARKUS_ELASTICSEARCH_PROTOCOL
  value: {{ eq .Values.elasticsearch.mode "external" | ternary .Values.elasticsearch.external.protocol "http" }}
{{- $secret := .Values.elasticsearch.existingSecret -}}
{{- if or $secret (eq .Values.elasticsearch.mode "external") -}}
{{- else if eq .Values.elasticsearch.mode "eck" -}}
{{- $secret = printf "%s-es" (include "modelwatch.name" (list . "log-indexer")) -}}
{{- else -}}
{{- $secret = include "modelwatch.name" (list . "elasticsearch") -}}
{{- end }}
{{- if $secret }}
- name: QUARKUS_ELASTICSEARCH_USERNAME
  valueFrom:
    secretKeyRef: {name: {{ $secret }}, key: username}
- name: QUARKUS_ELASTICSEARCH_PASSWORD
  valueFrom:
    secretKeyRef: {name: {{ $secret }}, key: password}
{{- end }}
{{- end -}}

{{/* The value of a Secret that is there already, else a new random one: (list . name key length). Keeps passwords over upgrades. */}}
{{- define "modelwatch.kept" -}}
{{- $root := index . 0 -}}
{{- $found := lookup "v1" "Secret" $root.Release.Namespace (index . 1) -}}
{{- if and $found (hasKey $found.data (index . 2)) -}}
{{- index $found.data (index . 2) | b64dec -}}
{{- else -}}
{{- randAlphaNum (index . 3) -}}
{{- end -}}
{{- end -}}
