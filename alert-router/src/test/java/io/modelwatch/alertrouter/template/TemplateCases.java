package io.modelwatch.alertrouter.template;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Templates to try, and the data that they are given; the same data is built in oracle.go. */
final class TemplateCases {

    static final TemplateSet SET = TemplateSet.empty(InstantSource.fixed(Instant.parse("2026-11-24T03:00:00Z")));

    static final NotificationData DATA = new NotificationData(
            "team.a+b",
            List.of(
                    alert(
                            true,
                            "gpt-4o",
                            Map.of("summary", "延迟 <high> & \"slow\"", "n", "12"),
                            "2026-11-24T10:00:00.123456789+08:00",
                            Optional.empty(),
                            "http://p/graph?a=1&b=2",
                            "73dbeed5635ea4e4"),
                    alert(
                            false,
                            "claude",
                            Map.of("summary", "延迟 <high> & \"slow\""),
                            "2026-11-24T01:02:03Z",
                            Optional.of(OffsetDateTime.parse("2026-11-24T02:30:00.5Z")),
                            "",
                            "3ee4ec54884b7390")),
            Map.of("alertname", "HighLatency", "cluster", "c1"),
            Map.of("alertname", "HighLatency", "cluster", "c1", "severity", "critical"),
            Map.of("summary", "延迟 <high> & \"slow\""),
            "http://router:9093",
            "first notification");

    private TemplateCases() {}

    private static NotificationData.Alert alert(
            boolean firing,
            String model,
            Map<String, String> annotations,
            String startsAt,
            Optional<OffsetDateTime> endsAt,
            String generator,
            String fingerprint) {
        return new NotificationData.Alert(
                firing,
                Map.of("alertname", "HighLatency", "cluster", "c1", "severity", "critical", "model", model),
                annotations,
                OffsetDateTime.parse(startsAt),
                endsAt,
                generator,
                fingerprint);
    }

    /** What the template prints, or {@code error} and the place of the mistake. */
    static String render(String text) {
        try {
            return SET.render("case", text, DATA);
        } catch (TemplateException e) {
            return "error " + e.line() + ":" + e.column();
        }
    }

    private static final String[] TEXTS = {
        "{{ .Status }}",
        "{{ .Receiver }} {{ .ExternalURL }}",
        "{{ len .Alerts }} {{ len .Alerts.Firing }} {{ .Alerts.Resolved | len }}",
        "{{ .CommonLabels }}|{{ .GroupLabels.alertname }}|{{ .GroupLabels.nothing }}|",
        "{{ range .Alerts }}{{ .Labels.model }}:{{ .Status }};{{ end }}",
        "{{ range $i, $a := .Alerts }}{{ $i }}={{ $a.Labels.model }} {{ $.Status }};{{ end }}",
        "{{ range $i := .Alerts }}{{ $i.Status }}{{ end }}",
        "{{ range .Alerts.Firing }}{{ break }}x{{ else }}none{{ end }}",
        "{{ range $k, $v := .CommonLabels }}{{ if eq $k \"cluster\" }}{{ continue }}{{ end }}{{ $k }}={{ $v }},{{ end }}",
        "{{ range .CommonLabels.SortedPairs }}{{ .Name }}-{{ .Value }} {{ end }}",
        "{{ .CommonLabels.Remove (stringSlice \"cluster\" \"x\") }}",
        "{{ (.CommonLabels.Remove .GroupLabels.Names).Values | join \" \" }}",
        "{{ .CommonLabels.SortedPairs.Names | join \",\" }}",
        "{{ with .CommonAnnotations.summary }}{{ . }}{{ else }}none{{ end }}",
        "{{ with .CommonAnnotations.nothing }}{{ . }}{{ else }}none{{ end }}",
        "{{ with $x := .Status }}{{ $x }}{{ $.Receiver }}{{ end }}",
        "{{ if and (eq .Status \"firing\") (gt (len .Alerts) 1) }}many{{ else if eq .Status \"firing\" }}one{{ else }}0{{ end }}",
        "{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $x := 3 }}{{ $x }}{{ end }}{{ $x }}",
        "{{ define \"t\" }}[{{ . }}]{{ end }}{{ template \"t\" .Status }}{{ template \"t\" }}{{ template \"t\" 5 }}",
        "{{ block \"b\" .GroupLabels }}<{{ .alertname }}>{{ end }}{{ template \"b\" .CommonLabels }}",
        "a {{- \" b \" -}} c {{ \"d\" -}}\n\n e",
        "x {{- /* gone */ -}} y{{/* too */}}z",
        "{{ printf \"%d|%5d|%-5d|%05d|%x|%X|%o|%b|%c|%q|%U|%+d|% d\" 42 42 42 42 255 255 8 5 65 65 65 7 7 }}",
        "{{ printf \"%f|%.2f|%8.3f|%-8.1f|%08.2f|%e|%g|%G|%v|%+.1f\" 3.14159 2.675 3.14159 2.25 -3.5 12345.678 1e21 1e-7 1000000.0 2.5 }}",
        "{{ printf \"%s|%q|%v|%10s|%-10s|%.2s|%x|% x|%#q\" \"中文\" \"a\\\"b\" \"v\" \"r\" \"l\" \"中文字\" \"hi\" \"hi\" \"raw\" }}",
        "{{ printf \"%t %v %T %T %T %T\" true false 1 1.5 \"s\" .CommonLabels.Names }}",
        "{{ printf \"%d %s %z\" \"x\" 5 true }}",
        "{{ printf \"%s\" }}{{ printf \"%d\" 1 2 }}{{ printf \"%\" }}{{ printf \"%%\" }}",
        "{{ printf \"%[2]d %[1]d %[5]d\" 1 2 }}{{ printf \"%*d|%-*d|%.*f\" 5 42 5 42 2 3.14159 }}",
        "{{ printf \"%v %v %+v %s %d\" .CommonLabels .CommonLabels.SortedPairs (index .CommonLabels.SortedPairs 0) .CommonLabels.Names (list 1 2) }}",
        "{{ print 1 2 \"a\" \"b\" 3 4.5 true nil }}|{{ println \"a\" 1 }}|{{ print }}",
        "{{ 1 }} {{ 1.0 }} {{ 1e3 }} {{ 0x1F }} {{ 017 }} {{ 0b11 }} {{ 1_000 }} {{ 'a' }} {{ '中' }} {{ -5 }} {{ +5 }} {{ 1e100 }} {{ 123456789.0 }} {{ .5 }}",
        "{{ eq 1 1 }}{{ eq 1 2 3 1 }}{{ ne 1 2 }}{{ lt 1 2 }}{{ le 2 2 }}{{ gt 1.5 1.0 }}{{ ge \"b\" \"a\" }}{{ eq true true }}",
        "{{ eq 1 1.0 }}",
        "{{ lt true false }}",
        "{{ eq .CommonLabels .CommonLabels }}",
        "{{ eq .NotificationReason \"first notification\" }}{{ not true }}{{ not \"\" }}",
        "{{ or \"\" 0 \"x\" }}{{ and 1 \"\" 2 }}{{ or 0 \"\" }}|{{ and 1 2 }}{{ or true (index .Alerts 99) }}",
        "{{ index .CommonLabels \"cluster\" }}{{ index .CommonLabels \"no\" }}{{ index .Alerts 1 | printf \"%.0s\" }}{{ (index .Alerts 0).Labels.model }}",
        "{{ index .Alerts 5 }}",
        "{{ index \"abc\" 1 }} {{ len \"中文\" }} {{ slice \"abcdef\" 1 3 }} {{ slice \"abc\" }} {{ slice .CommonLabels.Names 1 | join \"+\" }}",
        "{{ slice \"abc\" 2 1 }}",
        "{{ html \"<a href='x'>\\\"&\" }} {{ js \"it's \\\"<b>\\\" \\n =\" }} {{ urlquery \"a b&c=中/~*\" }}",
        "{{ toUpper \"abc\" | printf \"%s!\" }} {{ toLower \"ABC\" }} {{ \"  x \" | trimSpace }}",
        "{{ match \"^Hi.*cy$\" .GroupLabels.alertname }} {{ reReplaceAll \"(.)(i)\" \"$2${1}_$$\" \"High\" }} {{ reReplaceAll \"x*\" \"-\" \"abxc\" }} {{ reReplaceAll \"(?P<n>a)\" \"<$n>${n}b$nb\" \"aa\" }}",
        "{{ reReplaceAll \"(.)\" \"$2_|\" \"ab\" }}",
        "{{ urlUnescape \"a%20b+c\" }} {{ safeHtml \"<b>\" }} {{ safeUrl \"a:b\" }}",
        "{{ urlUnescape \"%zz\" }}",
        "{{ toJson .CommonLabels }} {{ toJson (list 1 \"a<\" 1.5 true nil) }} {{ toJson (dict \"b\" 1 \"a\" (list)) }} {{ .CommonLabels.Names | toJson }}",
        "{{ $d := dict \"a\" 1 \"b\" (list 1 2) }}{{ $d.a }} {{ index $d.b 1 }} {{ $d }} {{ $d.none }} {{ len $d }}",
        "{{ $d := dict }}{{ $d.x.y }}",
        "{{ $l := append (list 1) 2 3 }}{{ range $l }}{{ . }},{{ end }}{{ $l }}",
        "{{ dict \"a\" }}",
        "{{ range .Alerts }}{{ .StartsAt }} {{ .EndsAt }} {{ .StartsAt.Unix }} {{ .EndsAt.IsZero }};{{ end }}",
        "{{ (index .Alerts 0).StartsAt.Format \"2006-01-02 15:04:05.000 Mon Jan _2 3:04PM -07:00 MST 06 1/2 Monday January 002\" }}",
        "{{ (index .Alerts 0).StartsAt.UTC.Format \"2006-01-02T15:04:05.999999999Z07:00\" }} {{ \"15:04\" | (index .Alerts 1).StartsAt.Format }}",
        "{{ $a := index .Alerts 1 }}{{ $a.EndsAt.Sub $a.StartsAt }} {{ ($a.EndsAt.Sub $a.StartsAt).Minutes | printf \"%.1f\" }} {{ $a.StartsAt.Month }} {{ $a.StartsAt.Weekday }} {{ $a.StartsAt.Year }} {{ printf \"%d\" $a.StartsAt.Month }}",
        "{{ $t := (index .Alerts 1).StartsAt }}{{ $t.Add 5400000000000 }} {{ ($t.AddDate 0 1 2).Format \"2006-01-02\" }} {{ $t.Before (index .Alerts 1).EndsAt }}",
        "{{ (index .Alerts 0).StartsAt | tz \"Europe/Paris\" | date \"15:04:05 -0700\" }} {{ (index .Alerts 0).StartsAt | date \"2006\" }}",
        "{{ .Nothing }}",
        "{{ .Status.x }}",
        "{{ .Alerts.Nothing }}",
        "{{ nil }}",
        "{{ nofunc 1 }}",
        "{{ $nope }}",
        "{{ if }}x{{ end }}",
        "{{ range .Status }}x{{ end }}",
        "{{ template \"missing\" . }}",
        "{{ \"a\" \"b\" }}",
        "{{ 1 | 2 }}",
        "{{ .Status | . }}",
        "{{ end }}",
        "{{ if true }}x",
        "{{ break }}",
        "line\nline {{ index .Alerts 9 }}",
        "{{ toUpper 5 }}",
        "{{ toUpper nil }}",
        "{{ toUpper }}",
        "{{ .Status.Format 1 }}",
        "{{ .Status 1 }}",
        "{{ \"unclosed }}",
        "{{ `raw\\n` }}{{ \"\\u4e2d\\t\\x41\\101\" }}",
        "{{ 1abc }}",
        "{{ /* bad */ }}",
        "{{ (1) }}{{ ((\"a\")) }}{{ (len \"ab\" | printf \"%d\") }}",
        "{{ (1 }}",
        "{{ define \"a\" }}1{{ end }}{{ define \"a\" }}2{{ end }}",
        "{{ define \"a\" }}{{ template \"a\" }}{{ end }}ok",
        "{{ with 0 }}x{{ else }}{{ $ | printf \"%T\" | len | lt 1 }}{{ end }}",
        "{{ $x, $y := 1 }}",
        "{{ range $a, $b, $c := .Alerts }}{{ end }}",
        "{{ len 3 }}",
        "{{ call 3 }}",
        "{{ lt 1 }}",
        "{{ printf \"%v %v\" (index .Alerts 0).StartsAt.Month .Alerts.Firing | len }}",
        "{{ printf \"%6.2f%%|%3c|%-4q|%#x|%#o|%+q|%x|%08b|%+v\" 12.345 'x' 'y' 255 8 \"é\" \"é\" 5 \"s\" }}",
        "{{ printf \"%v %v %v %v\" 0.1 100000.0 1234567.0 0.00001 }} {{ printf \"%.3g %.3g %.10g %g\" 1234.5 0.00012345 100000.0 1e20 }}",
        "{{ if not .Alerts.Resolved }}a{{ else }}b{{ end }}{{ if .CommonLabels.none }}c{{ end }}{{ if 0.0 }}d{{ end }}{{ if list }}e{{ end }}",
    };

    /** The table, without what is expected. */
    static List<String> table() {
        return List.of(TEXTS);
    }

    private static final String[] ANY = {
        "$",
        ".Alerts",
        "nil",
        "(dict \"k\" 1)",
        "(index .Alerts 0)",
        ".CommonLabels",
        "(index .Alerts 0).StartsAt",
        "$v"
    };

    private static final String[] TEXT = {
        ".Status",
        ".Receiver",
        ".CommonLabels.cluster",
        ".CommonLabels.none",
        "\"a\"",
        "\"\"",
        "\"中文<é>\"",
        "`r\\n`",
        "(index .Alerts 1).Labels.model",
        "(printf \"%s-%d\" .Status 3)",
        "(slice \"abcdef\" 1 4)",
        "\"it's \\\"q\\\"\"",
        "(.CommonLabels.Names | join \"+\")"
    };

    private static final String[] NUMBER = {
        "1", "2", "0", "-3", "1234567", "'x'", "(len .Alerts)", "(index .Alerts 0).StartsAt.Unix", "0x1F", "(len \"中\")"
    };

    private static final String[] DECIMAL = {"1.5", "1e6", "-0.25", "3.14159", "1e21", "1e-7", "100.0", "2.675", "0.0"};

    private static final String[] LIST = {
        ".Alerts",
        ".CommonLabels",
        ".GroupLabels.Names",
        "(list 1 \"b\")",
        ".CommonLabels.SortedPairs",
        "(dict \"k\" 1)",
        "(list)",
        ".Alerts.Firing",
        ".RouteLabels",
        "(slice .CommonLabels.SortedPairs 1)",
        "(.CommonLabels.Remove .GroupLabels.Names)"
    };

    private static final String[] TRUTH = {"true", "false", ".Alerts", "\"\"", "0", ".CommonLabels.none", "nil", "1.5"};

    private static final String[] FLAGS = {"", "", "", "-", "+", "0", " "};
    private static final String[] WIDTHS = {"", "", "6", "12", "1"};
    private static final String[] PRECISIONS = {"", "", ".0", ".2", ".4"};

    /** Templates made at random; most are right, some are not. */
    static List<String> random(long seed, int count) {
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add("{{ $v := " + any(random) + " }}" + nodes(random, 3, false));
        }
        return texts;
    }

    private static String nodes(Random random, int depth, boolean inRange) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= random.nextInt(3); i++) {
            text.append(node(random, depth, inRange));
        }
        return text.toString();
    }

    private static String node(Random random, int depth, boolean inRange) {
        String left = random.nextInt(5) == 0 ? "{{- " : "{{ ";
        String right = random.nextInt(5) == 0 ? " -}}" : " }}";
        if (depth == 0) {
            return " t " + left + pipe(random) + right;
        }
        return switch (random.nextInt(inRange ? 10 : 9)) {
            case 0 ->
                left + "if " + pipe(random) + right + nodes(random, depth - 1, inRange) + "{{ else if " + pipe(random)
                        + " }}" + nodes(random, depth - 1, inRange) + "{{ else }}" + nodes(random, depth - 1, inRange)
                        + "{{ end }}";
            case 1 ->
                left + "range $i, $v := " + one(random, LIST) + right + "{{ $i }}" + nodes(random, depth - 1, true)
                        + "{{ else }}E{{ end }}";
            case 2 ->
                left + "with " + pipe(random) + right + nodes(random, depth - 1, inRange) + "{{ else }}W{{ end }}";
            case 3 -> left + "$v = " + pipe(random) + right + nodes(random, depth - 1, inRange);
            case 4 -> " \n" + left + "$v := " + pipe(random) + right + "\n " + nodes(random, depth - 1, inRange);
            case 9 ->
                "{{ if " + pipe(random) + " }}" + (random.nextBoolean() ? "{{ break }}" : "{{ continue }}")
                        + "{{ end }}";
            default -> " x\n" + left + pipe(random) + right + "\ty ";
        };
    }

    private static String pipe(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> any(random);
            case 1 -> text(random, 2);
            case 2 -> number(random, 2);
            case 3 -> one(random, LIST);
            case 4 -> truth(random, 2);
            case 5 -> text(random, 1) + " | " + one(random, "html", "js", "urlquery", "toJson", "printf \"%q\"", "len");
            case 6 -> "print " + any(random) + " " + any(random) + " " + any(random);
            case 7 -> "$v";
            case 8 ->
                random.nextInt(4) == 0
                        ? any(random) + " | " + one(random, "len", "toUpper", "index .CommonLabels", "eq 1")
                        : any(random) + " | " + one(random, "not", "print 1", "html", "printf \"%v\"");
            default -> printf(random);
        };
    }

    private static String printf(Random random) {
        StringBuilder format = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (int i = 0; i <= random.nextInt(3); i++) {
            format.append('|')
                    .append('%')
                    .append(one(random, FLAGS))
                    .append(one(random, WIDTHS))
                    .append(one(random, PRECISIONS));
            switch (random.nextInt(5)) {
                case 0 ->
                    add(format, values, one(random, "d", "x", "X", "o", "b", "c", "q", "U", "v"), number(random, 1));
                case 1 -> add(format, values, one(random, "f", "e", "g", "v", "E", "G"), one(random, DECIMAL));
                case 2 -> add(format, values, one(random, "s", "q", "v", "x", "X"), text(random, 1));
                case 3 -> add(format, values, one(random, "v", "s", "d", "t", "q"), any(random));
                default -> add(format, values, "v", one(random, LIST));
            }
        }
        return "printf \"" + format + "\"" + values + (random.nextInt(20) == 0 ? " 1" : "");
    }

    private static void add(StringBuilder format, StringBuilder values, String verb, String value) {
        format.append(verb);
        values.append(' ').append(value);
    }

    private static String one(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String any(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> text(random, 0);
            case 1 -> number(random, 0);
            case 2 -> one(random, DECIMAL);
            case 3 -> one(random, LIST);
            case 4 -> truth(random, 1);
            default -> one(random, ANY);
        };
    }

    private static String text(Random random, int depth) {
        return depth > 0 && random.nextInt(2) == 0
                ? "("
                        + one(
                                random,
                                "toUpper",
                                "trimSpace",
                                "html",
                                "js",
                                "urlquery",
                                "print",
                                "toJson",
                                "printf \"%8s\"")
                        + " " + text(random, depth - 1) + ")"
                : one(random, TEXT);
    }

    private static String number(Random random, int depth) {
        return depth > 0 && random.nextInt(3) == 0
                ? "(len " + (random.nextBoolean() ? text(random, depth - 1) : one(random, LIST)) + ")"
                : one(random, NUMBER);
    }

    private static String truth(Random random, int depth) {
        if (depth == 0) {
            return one(random, TRUTH);
        }
        return "("
                + switch (random.nextInt(5)) {
                    case 0 ->
                        one(random, "eq ", "ne ", "lt ", "le ", "gt ", "ge ") + text(random, 0) + " " + text(random, 0);
                    case 1 ->
                        one(random, "eq ", "ne ", "lt ", "le ", "gt ", "ge ") + number(random, 0) + " "
                                + number(random, 0);
                    case 2 -> one(random, "and ", "or ") + truth(random, depth - 1) + " " + any(random);
                    case 3 -> "not " + truth(random, depth - 1);
                    default -> random.nextInt(5) == 0 ? "lt " + any(random) + " " + any(random) : "not " + any(random);
                }
                + ")";
    }
}
