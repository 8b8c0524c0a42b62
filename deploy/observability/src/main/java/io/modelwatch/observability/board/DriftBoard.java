package io.modelwatch.observability.board;

import io.modelwatch.observability.grafana.Board;
import io.modelwatch.observability.grafana.Panel;
import io.modelwatch.observability.grafana.Row;
import io.modelwatch.observability.grafana.Threshold;
import io.modelwatch.observability.grafana.Unit;
import io.modelwatch.observability.grafana.Variable;
import java.util.List;

/** How far the answers have moved from the baseline. */
final class DriftBoard {

    private static final String PSI = "llm_data_drift_psi{job=\"quality-evaluator\"";

    private DriftBoard() {}

    static Board board() {
        return new Board(
                "modelwatch-drift",
                "Drift and Accuracy",
                "数据漂移与准确率",
                "Population stability index by feature and model against the newest baseline, and accuracy.",
                List.of("llm", "quality"),
                List.of(
                        Variable.source(),
                        new Variable.Labels(
                                "model", "Model / 模型", "label_values(llm_evaluated_responses, model)", true),
                        new Variable.Labels(
                                "feature", "Feature / 特征", "label_values(llm_data_drift_psi, feature)", true)),
                List.of(now(), features(), outcome()));
    }

    private static Row now() {
        return Row.small(
                "Now",
                "当前",
                Panel.stat(
                                "Worst PSI",
                                "最大PSI",
                                "0.1 is moderate, 0.2 severe; as metrics-collector received it.",
                                Unit.SCORE)
                        .query("max(llm_data_drift_psi{job=~\"$source\"} >= 0)", "PSI")
                        .thresholds(Threshold.rising(0.1, 0.2)),
                Panel.stat("Drifted features", "漂移特征数", "Features above 0.1, all models together.", Unit.COUNT)
                        .query("count(" + PSI + ", model=\"\"} > 0.1) or vector(0)", "features")
                        .thresholds(Threshold.rising(1, 3)),
                Panel.stat("Evaluated responses", "已评估回答数", "What the figures rest on.", Unit.COUNT)
                        .query("sum(llm_evaluated_responses{model=~\"$model\"})", "responses"),
                Panel.stat("Model accuracy", "模型准确率", "Worst of the latest samples.", Unit.PERCENT)
                        .query("min(job:llm_model_accuracy:percent{job=~\"$source\"})", "accuracy")
                        .thresholds(Threshold.falling(85, 80))
                        .max(100));
    }

    private static Row features() {
        return Row.of(
                "PSI",
                "PSI",
                Panel.graph(
                                "By feature, all models",
                                "各特征PSI（全部模型）",
                                "Against the newest baseline of all models.",
                                Unit.SCORE)
                        .query("max by (feature) (" + PSI + ", model=\"\", feature=~\"$feature\"})", "{{feature}}")
                        .thresholds(Threshold.rising(0.1, 0.2)),
                Panel.graph(
                                "By model, worst feature",
                                "各模型PSI（最差特征）",
                                "Against the newest baseline of the model.",
                                Unit.SCORE)
                        .query("max by (model) (" + PSI + ", model=~\"$model\", model!=\"\"})", "{{model}}")
                        .thresholds(Threshold.rising(0.1, 0.2)),
                Panel.bars("Features now", "当前各特征", "The latest value of each feature, worst model.", Unit.SCORE)
                        .query("max by (feature) (" + PSI + ", feature=~\"$feature\"})", "{{feature}}")
                        .thresholds(Threshold.rising(0.1, 0.2)));
    }

    private static Row outcome() {
        return Row.of(
                "Outcome",
                "结果",
                Panel.graph("Accuracy, hour and day", "准确率（小时与前一天）", "LLMAccuracyDrop compares the two.", Unit.PERCENT)
                        .query("avg_over_time(job:llm_model_accuracy:percent{job=~\"$source\"}[1h])", "last hour")
                        .query(
                                "avg_over_time(job:llm_model_accuracy:percent{job=~\"$source\"}[1d] offset 1h)",
                                "day before")
                        .max(100),
                Panel.graph("Responses evaluated by model", "各模型已评估回答数", "In the published window.", Unit.COUNT)
                        .query("max by (model) (llm_evaluated_responses{model=~\"$model\"})", "{{model}}"));
    }
}
