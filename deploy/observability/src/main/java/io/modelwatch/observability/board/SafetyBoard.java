package io.modelwatch.observability.board;

import static io.modelwatch.observability.board.Promql.sumOfIncrease;
import static io.modelwatch.observability.board.Promql.sumOfRate;

import io.modelwatch.observability.grafana.Board;
import io.modelwatch.observability.grafana.Panel;
import io.modelwatch.observability.grafana.Row;
import io.modelwatch.observability.grafana.Threshold;
import io.modelwatch.observability.grafana.Unit;
import io.modelwatch.observability.grafana.Variable;
import java.util.List;

/** What the detectors say about answers, each detector and model. */
final class SafetyBoard {

    private static final String DETECTIONS =
            "quality_evaluator_detections_total{model=~\"$model\", detector=~\"$detector\"";

    private SafetyBoard() {}

    static Board board() {
        return new Board(
                "modelwatch-safety",
                "Safety and Output Quality",
                "安全与输出质量",
                "Flags of the detectors by model, and the rates of the window that is published.",
                List.of("llm", "quality"),
                List.of(
                        new Variable.Labels(
                                "model", "Model / 模型", "label_values(quality_evaluator_detections_total, model)", true),
                        new Variable.Labels(
                                "detector",
                                "Detector / 检测器",
                                "label_values(quality_evaluator_detections_total, detector)",
                                true)),
                List.of(now(), detectors(), rates()));
    }

    private static Panel rateNow(String title, String zh, String metric, List<Threshold> thresholds) {
        return Panel.stat(title, zh, "Worst of the chosen models, in the published window.", Unit.PERCENT)
                .query((metric.contains("compliance") ? "min(" : "max(") + metric + "{model=~\"$model\"})", title)
                .thresholds(thresholds)
                .max(100);
    }

    private static Row now() {
        return Row.small(
                "Now",
                "当前",
                rateNow("Refusals", "拒答率", "llm_refusal_rate_percent", Threshold.rising(5, 20)),
                rateNow("Uncertainty", "不确定回答率", "llm_uncertainty_rate_percent", Threshold.rising(20, 40)),
                rateNow("Repetition", "重复率", "llm_repetition_rate_percent", Threshold.rising(10, 20)),
                rateNow("Format compliance", "格式遵循率", "llm_format_compliance_rate_percent", Threshold.falling(90, 80)),
                Panel.stat("Relevance", "内容相关性", "Mean, 0 to 1, of the worst model.", Unit.SCORE)
                        .query("min(llm_relevance_score{model=~\"$model\"})", "relevance")
                        .thresholds(Threshold.falling(0.5, 0.3))
                        .max(1),
                Panel.stat("Evaluated responses", "已评估回答数", "In the published window.", Unit.COUNT)
                        .query("sum(llm_evaluated_responses{model=~\"$model\"})", "responses"));
    }

    private static Row detectors() {
        String flagged = DETECTIONS + ", result=\"flagged\"}";
        String assessed = DETECTIONS + ", result=~\"flagged|clear\"}";
        return Row.of(
                "Detectors",
                "检测器",
                Panel.graph("Flagged by detector", "各检测器命中数", "Responses flagged in each interval.", Unit.COUNT)
                        .query(sumOfIncrease("detector", flagged), "{{detector}}"),
                Panel.graph(
                                "Share flagged by detector",
                                "各检测器命中率",
                                "Of the responses that could be assessed.",
                                Unit.RATIO)
                        .query(Promql.share("detector", flagged, assessed), "{{detector}}")
                        .max(1),
                Panel.graph("Share flagged by model", "各模型命中率", "Over the chosen detectors.", Unit.RATIO)
                        .query(Promql.share("model", flagged, assessed), "{{model}}")
                        .max(1),
                Panel.graph(
                                "Not assessed",
                                "无法评估",
                                "Responses a detector could not judge, such as texts that are too short.",
                                Unit.PER_SECOND)
                        .query(sumOfRate("detector", DETECTIONS + ", result=\"not_assessed\"}"), "{{detector}}"));
    }

    private static Row rates() {
        return Row.of(
                "Rates by model",
                "各模型比率",
                Panel.graph("Refusal rate", "拒答率", "Responses in which the model declined.", Unit.PERCENT)
                        .query("max by (model) (llm_refusal_rate_percent{model=~\"$model\"})", "{{model}}")
                        .thresholds(Threshold.rising(5, 20)),
                Panel.graph("Format compliance", "格式遵循率", "Responses in the asked-for form.", Unit.PERCENT)
                        .query("min by (model) (llm_format_compliance_rate_percent{model=~\"$model\"})", "{{model}}")
                        .thresholds(Threshold.falling(90, 80))
                        .max(100),
                Panel.graph("Relevance", "内容相关性", "How well responses fit their prompts.", Unit.SCORE)
                        .query("min by (model) (llm_relevance_score{model=~\"$model\"})", "{{model}}")
                        .max(1));
    }
}
