package io.modelwatch.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelwatch.observability.board.Boards;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The data sources and the dashboard provider that Grafana reads at its start. */
class ProvisioningTest {

    @Test
    void theDataSourceThatBoardsChooseFirstIsProvisioned() {
        Map<String, String> types = new HashMap<>();
        for (JsonNode source : Repository.yaml(Repository.GRAFANA.resolve("provisioning/datasources/modelwatch.yml"))
                .path("datasources")) {
            types.put(source.path("uid").asText(), source.path("type").asText());
        }

        assertEquals("prometheus", types.get("modelwatch-prometheus"));
        assertEquals("alertmanager", types.get("modelwatch-alert-router"));
        assertEquals("elasticsearch", types.get("modelwatch-logs"));
        assertTrue(Boards.all().stream().allMatch(board -> board.toJson().contains("\"modelwatch-prometheus\"")));
    }

    @Test
    void theProviderReadsTheFolderOfDashboards() {
        JsonNode provider = Repository.yaml(Repository.GRAFANA.resolve("provisioning/dashboards/modelwatch.yml"))
                .at("/providers/0");

        assertEquals("file", provider.path("type").asText());
        assertEquals("/var/lib/grafana/dashboards", provider.at("/options/path").asText());
    }
}
