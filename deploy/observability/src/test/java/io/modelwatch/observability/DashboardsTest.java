package io.modelwatch.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelwatch.observability.board.Boards;
import io.modelwatch.observability.grafana.Board;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** To renew the committed files: run with {@code -Ddashboards.update=true}. */
class DashboardsTest {

    static final Path FOLDER = Repository.GRAFANA.resolve("dashboards");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}|Token|GPU|PSI|Elasticsearch|Prometheus|HTTP");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");
    private static final Pattern FIXED_RANGE = Pattern.compile("\\[(\\w+)]");
    private static final Pattern RATED = Pattern.compile("\\b(?:rate|increase)\\(([a-zA-Z_:][\\w:]*)");

    /** Ranges that mean a span of time, not the resolution of the picture. */
    private static final Set<String> SPANS = Set.of("1h", "1d");

    private record Chart(String where, JsonNode json) {}

    private static JsonNode tree(Board board) {
        try {
            return JSON.readTree(board.toJson());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Chart> charts() {
        List<Chart> charts = new ArrayList<>();
        for (Board board : Boards.all()) {
            for (JsonNode panel : tree(board).path("panels")) {
                if (!panel.path("type").asText().equals("row")) {
                    charts.add(new Chart(board.uid() + "/" + panel.path("title").asText(), panel));
                }
            }
        }
        return charts;
    }

    /** Every query by the place where it stands, with Grafana's variables replaced. */
    static Map<String, String> queries() {
        Map<String, String> queries = new TreeMap<>();
        for (Chart chart : charts()) {
            for (JsonNode target : chart.json.path("targets")) {
                queries.put(
                        chart.where + "/" + target.path("refId").asText(),
                        target.path("expr")
                                .asText()
                                .replace("$__rate_interval", "5m")
                                .replace("$usd_per_million", "10")
                                .replaceAll("\\$\\w+", ".*"));
            }
        }
        return queries;
    }

    @Test
    void committedFilesAreWhatTheCodeMakes() throws IOException {
        if (System.getProperty("dashboards.update") != null) {
            Files.createDirectories(FOLDER);
            for (Path old : Repository.files(FOLDER, ".json")) {
                Files.delete(old);
            }
            for (Board board : Boards.all()) {
                Files.writeString(FOLDER.resolve(board.file()), board.toJson());
            }
        }
        Set<String> expected = new TreeSet<>();
        for (Board board : Boards.all()) {
            expected.add(board.file());
            assertEquals(Repository.read(FOLDER.resolve(board.file())), board.toJson());
        }
        Set<String> committed = new TreeSet<>();
        Repository.files(FOLDER, ".json")
                .forEach(file -> committed.add(file.getFileName().toString()));
        assertEquals(expected, committed);
    }

    @Test
    void boardsAreSoundForProvisioning() {
        List<String> faults = new ArrayList<>();
        Set<String> uids = new HashSet<>();
        Set<String> titles = new HashSet<>();
        for (Board board : Boards.all()) {
            JsonNode json = tree(board);
            if (board.uid().length() > 40 || !uids.add(board.uid()) || !titles.add(board.title())) {
                faults.add(board.uid() + ": uid too long, or uid or title not unique");
            }
            if (json.has("__inputs") || json.has("id") || json.path("editable").asBoolean(true)) {
                faults.add(board.uid() + ": exported, not provisioned");
            }
            if (!json.at("/templating/list/0/type").asText().equals("datasource")) {
                faults.add(board.uid() + ": the first variable is not the data source");
            }
            if (!CHINESE.matcher(json.path("description").asText()).find()) {
                faults.add(board.uid() + ": no Chinese description");
            }
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void everyPanelHasTitleDescriptionUnitDatasourceAndQuery() {
        List<String> faults = new ArrayList<>();
        for (Chart chart : charts()) {
            JsonNode panel = chart.json;
            String description = panel.path("description").asText();
            if (panel.path("title").asText().isBlank()
                    || !panel.path("title").asText().matches("\\p{ASCII}+")) {
                faults.add(chart.where + ": the title is not English");
            }
            String[] languages = description.split("中文：");
            if (languages.length != 2
                    || languages[0].isBlank()
                    || !CHINESE.matcher(languages[1]).find()) {
                faults.add(chart.where + ": the description is not in both languages");
            }
            if (panel.at("/fieldConfig/defaults/unit").asText().isBlank()) {
                faults.add(chart.where + ": no unit");
            }
            if (panel.path("targets").isEmpty()) {
                faults.add(chart.where + ": no query");
            }
            List<JsonNode> asked = new ArrayList<>(List.of(panel));
            panel.path("targets").forEach(asked::add);
            for (JsonNode node : asked) {
                if (!node.at("/datasource/uid").asText().equals("${datasource}")) {
                    faults.add(chart.where + ": a fixed data source");
                }
            }
            for (JsonNode target : panel.path("targets")) {
                if (target.path("legendFormat").asText().isBlank()) {
                    faults.add(chart.where + ": a query without a legend");
                }
            }
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void panelsHaveTheirOwnIdsAndPlaces() {
        List<String> faults = new ArrayList<>();
        for (Board board : Boards.all()) {
            Set<Integer> ids = new HashSet<>();
            Map<String, String> taken = new TreeMap<>();
            for (JsonNode panel : tree(board).path("panels")) {
                String title = panel.path("title").asText();
                if (!ids.add(panel.path("id").asInt())) {
                    faults.add(board.uid() + ": id of " + title + " is used twice");
                }
                JsonNode place = panel.path("gridPos");
                int right = place.path("x").asInt() + place.path("w").asInt();
                if (right > 24 || place.path("w").asInt() < 4 || place.path("h").asInt() < 1) {
                    faults.add(board.uid() + ": " + title + " does not fit the grid");
                }
                for (int x = place.path("x").asInt(); x < right; x++) {
                    for (int y = place.path("y").asInt();
                            y < place.path("y").asInt() + place.path("h").asInt();
                            y++) {
                        String other = taken.put(x + "," + y, title);
                        if (other != null) {
                            faults.add(board.uid() + ": " + title + " lies over " + other);
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void queriesNameSeriesThatExist() {
        KnownSeries known = KnownSeries.all();
        List<String> faults = new ArrayList<>();
        queries()
                .forEach((where, expr) -> Selectors.of(expr).forEach(selector -> {
                    if (!known.has(selector.name())) {
                        faults.add(where + ": " + selector.name() + " is exposed by nothing");
                    }
                    known.strangers(selector)
                            .forEach(label -> faults.add(where + ": " + selector.name() + " has no label " + label));
                }));
        for (Board board : Boards.all()) {
            for (JsonNode variable : tree(board).at("/templating/list")) {
                Matcher matcher = Pattern.compile("label_values\\(([\\w:]+)")
                        .matcher(variable.at("/query/query").asText());
                if (matcher.find() && !known.has(matcher.group(1))) {
                    faults.add(board.uid() + ": variable "
                            + variable.path("name").asText() + " asks for " + matcher.group(1));
                }
            }
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void countersAreOnlyReadAsRatesAndGaugesNever() {
        KnownSeries known = KnownSeries.all();
        List<String> faults = new ArrayList<>();
        queries().forEach((where, expr) -> {
            Selectors.of(expr).stream()
                    .filter(selector -> known.isCounter(selector.name()) && !selector.ranged())
                    .forEach(selector -> faults.add(where + ": " + selector.name() + " is a counter without a rate"));
            Matcher matcher = RATED.matcher(expr);
            while (matcher.find()) {
                if (!known.isCounter(matcher.group(1))) {
                    faults.add(where + ": the rate of " + matcher.group(1) + ", which is no counter");
                }
            }
        });
        assertEquals(List.of(), faults);
    }

    @Test
    void rangesFollowTheResolutionAndVariablesAreDeclared() {
        List<String> faults = new ArrayList<>();
        for (Board board : Boards.all()) {
            JsonNode json = tree(board);
            Set<String> declared = new HashSet<>(Set.of("__rate_interval", "__all"));
            json.at("/templating/list")
                    .forEach(variable -> declared.add(variable.path("name").asText()));
            Set<String> used = new HashSet<>();
            Matcher variables = VARIABLE.matcher(board.toJson());
            while (variables.find()) {
                used.add(variables.group(1));
                if (!declared.contains(variables.group(1))) {
                    faults.add(board.uid() + ": $" + variables.group(1) + " is not declared");
                }
            }
            declared.removeAll(Set.of("__rate_interval", "__all"));
            declared.removeAll(used);
            declared.forEach(unused -> faults.add(board.uid() + ": $" + unused + " is not used"));
            for (JsonNode panel : json.path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    Matcher ranges = FIXED_RANGE.matcher(target.path("expr").asText());
                    while (ranges.find()) {
                        if (!SPANS.contains(ranges.group(1))) {
                            faults.add(board.uid() + ": fixed range " + ranges.group());
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void theBoardsOfTheTutorialAndOfEveryServiceAreThere() {
        Set<String> titles = new HashSet<>();
        Boards.all().forEach(board -> titles.add(board.title()));
        Set<String> wanted = new TreeSet<>(Set.of("LLM Service Monitor", "LLM Cost", "Alert Delivery", "Log Pipeline"));
        KnownSeries.SERVICES.forEach(service -> wanted.add("Service " + service));
        wanted.removeAll(titles);
        assertEquals(Set.of(), wanted);
    }
}
