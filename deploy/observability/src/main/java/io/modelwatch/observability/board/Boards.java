package io.modelwatch.observability.board;

import io.modelwatch.observability.grafana.Board;
import java.util.List;

/** All dashboards. */
public final class Boards {

    private Boards() {}

    public static List<Board> all() {
        return List.of(
                LlmServiceBoard.board(),
                EngineBoard.board(),
                CostBoard.board(),
                SafetyBoard.board(),
                DriftBoard.board(),
                AlertDeliveryBoard.board(),
                LogPipelineBoard.board(),
                ServicesBoard.board(),
                ServiceBoards.metricsCollector(),
                ServiceBoards.qualityEvaluator(),
                ServiceBoards.alertRouter(),
                ServiceBoards.logIndexer());
    }
}
