package io.modelwatch.alertrouter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.alertrouter.label.LabelSet;
import io.modelwatch.alertrouter.route.Route;
import io.modelwatch.alertrouter.yaml.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigReaderTest {

    private static final String FULL = """
        global:
          resolve_timeout: 10m
        route:
          receiver: default
          group_by: [alertname, cluster]
          group_wait: 10s
          routes:
          - matchers: ['severity="critical"']
            receiver: pager
            repeat_interval: 15m
            continue: true
            mute_time_intervals: [nights]
          - match: {team: db}
            match_re: {severity: "warning|critical"}
            group_by: ['...']
            group_interval: 1m
            routes:
            - matchers: [owner=~"a|b"]
              group_wait: 0
            - {}
          - matchers: ['{team="db",severity=~"warning|critical"}']
            receiver: 'null'
        receivers:
        - name: default
          webhook_configs: [{url: 'http://127.0.0.1:9095/'}]
        - name: pager
          webhook_configs:
          - url: 'https://user:pass@pager.example/secret-token?key=1'
            send_resolved: false
            max_alerts: 5
            timeout: 3s
            http_config:
              basic_auth: {username: me, password: hunter2}
        - name: 'null'
        inhibit_rules:
        - source_matchers: ['severity="critical"']
          target_match: {severity: warning}
          equal: [cluster]
        time_intervals:
        - name: nights
          time_intervals:
          - times: [{start_time: '20:00', end_time: '24:00'}]
            weekdays: ['monday:friday']
            location: Asia/Shanghai
        templates: ['*.tmpl']
        """;

    private static RouterConfig read(String text) {
        return ConfigReader.read(text, Path.of("/etc/alertmanager"));
    }

    @Test
    void childrenInheritWhatTheyDoNotSay() {
        Route root = read(FULL).route();
        Route pager = root.children().get(0);
        Route db = root.children().get(1);
        Route owner = db.children().get(0);

        assertEquals(Duration.ofHours(4), root.repeatInterval());
        assertEquals(Duration.ofMinutes(15), pager.repeatInterval());
        assertEquals(root.groupBy(), pager.groupBy());
        assertEquals(Duration.ofSeconds(10), pager.groupWait());
        assertTrue(db.groupBy().all());
        assertEquals("default", db.receiver());
        assertTrue(owner.groupBy().all());
        assertEquals(Duration.ZERO, owner.groupWait());
        assertEquals(Duration.ofMinutes(1), owner.groupInterval());
        assertFalse(owner.continues());
        assertEquals(List.of(), owner.muteIntervals());
    }

    @Test
    void routeKeysNameTheMatchersFromTheRootDown() {
        Route root = read(FULL).route();

        assertEquals(
                List.of(
                        "{}",
                        "{}/{severity=\"critical\"}",
                        "{}/{severity=~\"warning|critical\",team=\"db\"}",
                        "{}/{severity=~\"warning|critical\",team=\"db\"}/{owner=~\"a|b\"}",
                        "{}/{severity=~\"warning|critical\",team=\"db\"}/{}",
                        "{}/{severity=~\"warning|critical\",team=\"db\"}"),
                root.all().stream().map(Route::key).toList());
        assertEquals(
                "{}/{severity=~\"warning|critical\",team=\"db\"}#2",
                root.all().get(5).id());
        assertEquals(
                "{}:{alertname=\"X\", cluster=\"c1\"}",
                root.groupKey(root.groupBy().of(LabelSet.of("alertname", "X", "cluster", "c1", "zone", "z"))));
    }

    @Test
    void walkIsDepthFirstAndGoesOnOnlyAfterContinue() {
        Route root = read(FULL).route();

        assertEquals(List.of("{}"), ids(root, LabelSet.of("alertname", "X")));
        assertEquals(List.of("{}/{severity=\"critical\"}"), ids(root, LabelSet.of("severity", "critical")));
        assertEquals(
                List.of(
                        "{}/{severity=\"critical\"}",
                        "{}/{severity=~\"warning|critical\",team=\"db\"}/{owner=~\"a|b\"}"),
                ids(root, LabelSet.of("severity", "critical", "team", "db", "owner", "a")));
        assertEquals(
                List.of("{}/{severity=~\"warning|critical\",team=\"db\"}/{}"),
                ids(root, LabelSet.of("severity", "warning", "team", "db")));
    }

    private static List<String> ids(Route root, LabelSet labels) {
        return root.match(labels).stream().map(Route::id).toList();
    }

    @Test
    void timeIntervalsHoldByTheWallClockOfTheirZone() {
        RouterConfig config = read(FULL);

        // A Monday, 20:00 in Shanghai.
        assertEquals(
                List.of("nights"),
                config.intervals().holding(List.of("nights"), Instant.parse("2026-11-23T12:00:00Z")));
        assertEquals(List.of(), config.intervals().holding(List.of("nights"), Instant.parse("2026-11-23T11:59:59Z")));
        assertEquals(List.of(), config.intervals().holding(List.of("nights"), Instant.parse("2026-11-22T12:00:00Z")));
    }

    @Test
    void effectiveConfigurationHasDefaultsAndNoSecrets() {
        String effective = read(FULL).effective();

        assertFalse(effective.contains("hunter2"), effective);
        assertFalse(effective.contains("secret-token"), effective);
        assertFalse(effective.contains("user:pass"), effective);
        assertTrue(effective.contains("url: https://pager.example/<secret>"), effective);
        assertTrue(effective.contains("url: http://127.0.0.1:9095/"), effective);
        assertTrue(effective.contains("resolve_timeout: 10m"), effective);
    }

    @Test
    void effectiveConfigurationMeansTheSame() {
        RouterConfig config = read(FULL);

        RouterConfig again = read(config.effective());

        assertEquals(config.route(), again.route());
        assertEquals(config.inhibitRules(), again.inhibitRules());
        assertEquals(config.intervals(), again.intervals());
        assertEquals(config.resolveTimeout(), again.resolveTimeout());
    }

    @Test
    void anchorsAndMergedKeysWork() {
        Route root = read("""
            route:
              receiver: a
              routes:
              - &fast
                matchers: [x="1"]
                group_wait: 1s
                group_interval: 2s
              - <<: *fast
                matchers: [x="2"]
            receivers: [{name: a}]
            """).route();

        assertEquals(Duration.ofSeconds(2), root.children().get(1).groupInterval());
        assertEquals("{x=\"2\"}", root.children().get(1).matchers().toString());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("", "the file is empty"),
                Arguments.of("receivers: []", "line 1: no route provided in config"),
                Arguments.of("route: {}\nreceivers: []", "the root route must name a receiver"),
                Arguments.of("route: {receiver: a}\nreceivers: []", "undefined receiver \"a\" used in route"),
                Arguments.of(
                        "route: {receiver: a}\nreceivers: [{name: a}, {name: a}]",
                        "line 2: receivers[1]: notification config name \"a\" is not unique"),
                Arguments.of(
                        "route:\n  receiver: a\n  grup_wait: 5s\nreceivers: [{name: a}]",
                        "line 3: route: unknown key 'grup_wait'"),
                Arguments.of(
                        "route:\n  receiver: a\n  receiver: b\nreceivers: [{name: a}]",
                        "line 3: route: the key 'receiver' is there twice"),
                Arguments.of(
                        "route:\n  receiver: a\n  group_wait: 5 s\nreceivers: [{name: a}]",
                        "line 3: route.group_wait: not a valid duration: \"5 s\""),
                Arguments.of(
                        "route:\n  receiver: a\n  group_interval: 0s\nreceivers: [{name: a}]",
                        "line 3: route.group_interval: must be longer than 0"),
                Arguments.of(
                        "route:\n  receiver: a\n  routes:\n  - continue: 'yes'\nreceivers: [{name: a}]",
                        "line 4: route.routes[0].continue: must be true or false"),
                Arguments.of(
                        "route:\n  receiver: a\n  continue: true\nreceivers: [{name: a}]",
                        "line 3: route: the root route must not have 'continue'"),
                Arguments.of(
                        "route:\n  receiver: a\n  matchers: [a=b]\nreceivers: [{name: a}]",
                        "line 3: route: the root route must not have any matchers"),
                Arguments.of(
                        "route:\n  receiver: a\n  group_by: ['...', b]\nreceivers: [{name: a}]",
                        "cannot have wildcard group_by"),
                Arguments.of(
                        "route:\n  receiver: a\n  group_by: [b, b]\nreceivers: [{name: a}]",
                        "duplicated label \"b\" in group_by"),
                Arguments.of(
                        "route:\n  receiver: a\n  routes:\n  - matchers:\n    - foo\nreceivers: [{name: a}]",
                        "line 5: route.routes[0].matchers[0]: bad matcher format: foo"),
                Arguments.of(
                        "route:\n  receiver: a\n  routes:\n  - match_re: {x: '('}\nreceivers: [{name: a}]",
                        "error parsing regexp"),
                Arguments.of(
                        "route:\n  receiver: a\n  routes:\n  - mute_time_intervals: [never]\nreceivers: [{name: a}]",
                        "undefined time interval \"never\" used in route"),
                Arguments.of(
                        "route: {receiver: a}\nreceivers:\n- name: a\n  sns_configs: [{subject: x}]",
                        "line 4: receivers[0].sns_configs[0]: must provide exactly one of target_arn, topic_arn and"
                                + " phone_number"),
                Arguments.of(
                        "route: {receiver: a}\nreceivers:\n- name: a\n  pigeon_configs: []",
                        "line 4: receivers[0]: unknown key 'pigeon_configs'"),
                Arguments.of(
                        "global: {smtp_fro: me}\nroute: {receiver: a}\nreceivers: [{name: a}]",
                        "line 1: global: unknown key 'smtp_fro'"),
                Arguments.of(
                        "route: {receiver: a}\nreceivers:\n- name: a\n  webhook_configs: [{send_resolved: true}]",
                        "one of url or url_file must be configured"),
                Arguments.of(
                        "route: {receiver: a}\nreceivers:\n- name: a\n  webhook_configs: [{url: 'ftp://x/'}]",
                        "unsupported scheme \"ftp\" for URL"),
                Arguments.of(
                        "route: {receiver: a}\nreceivers:\n- name: a\n  webhook_configs:\n"
                                + "  - url: http://x/\n    http_config: {tls_config: {cert_file: c.pem}}",
                        "tls_config: a client certificate needs both cert and key"),
                Arguments.of(
                        "route: {receiver: a}\nreceivers: [{name: a}]\ntime_intervals:\n- name: n\n"
                                + "  time_intervals:\n  - weekdays: ['friday:monday']",
                        "the range must ascend: friday:monday"),
                Arguments.of(
                        "route: {receiver: a}\nreceivers: [{name: a}]\ntime_intervals:\n- name: n\n"
                                + "  time_intervals:\n  - times: [{start_time: '9:00', end_time: '10:00'}]",
                        "not a time between 00:00 and 24:00: \"9:00\""),
                Arguments.of(
                        "route: {receiver: a}\nreceivers:\n- name: a\n  slack_configs: [{channel: x}]",
                        "line 4: receivers[0].slack_configs[0]: no Slack API URL is set, neither here nor globally"),
                Arguments.of(
                        "route: {receiver: a}\nreceivers:\n- name: a\n  slack_configs:\n  - api_url: 'http://x/'\n"
                                + "    title: '{{ .Status | nofunc }}'",
                        "line 6: receivers[0].slack_configs[0].title: bad template: function \"nofunc\" not defined"),
                Arguments.of(
                        "route: {receiver: a}\nreceivers:\n- name: a\n  slack_configs:\n  - api_url: 'hidden://token'",
                        "line 5: receivers[0].slack_configs[0]: unsupported scheme \"hidden\""),
                Arguments.of(
                        "route: {receiver: a}\nreceivers:\n- name: a\n  slack_configs:\n  - api_url: 'http://x/'\n"
                                + "    colour: red",
                        "line 6: receivers[0].slack_configs[0]: unknown key 'colour'"),
                Arguments.of(
                        "route: {receiver: a}\nreceivers:\n- name: a\n  pagerduty_configs: [{severity: info}]",
                        "missing service or routing key in PagerDuty config"),
                Arguments.of(
                        "route: {receiver: a}\nreceivers:\n- name: a\n  dingtalk_configs: [{access_token: t}]",
                        "line 4: receivers[0]: unknown key 'dingtalk_configs'"),
                Arguments.of("route: [", "this is no YAML"),
                Arguments.of("route: &a {receiver: a, routes: [*a]}", ""));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void badConfigurationIsRefusedWithTheReason(String text, String reason) {
        ConfigException refusal = assertThrows(ConfigException.class, () -> read(text));

        assertTrue(refusal.reason().contains(reason), refusal.reason());
    }
}
