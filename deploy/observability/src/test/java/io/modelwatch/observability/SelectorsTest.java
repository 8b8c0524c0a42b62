package io.modelwatch.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modelwatch.observability.Selectors.Selector;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectorsTest {

    @Test
    void findsSeriesAndNothingElse() {
        String expr = """
                sum by (job, le) (rate(a_total{status="error{x}", le=~"1[.]0"}[5m])) / on (job) group_left (x)
                  (count(up{job="b"} == 1) > 1e6) or histogram_quantile(0.95, c:d_bucket) unless on () avg_over_time(e[1d] offset 1h)
                  * $price + topk(5, f) > bool 2 and time() - inf""";

        List<Selector> found = Selectors.of(expr);

        assertEquals(
                List.of(
                        new Selector("a_total", List.of("status", "le"), true),
                        new Selector("up", List.of("job"), false),
                        new Selector("c:d_bucket", List.of(), false),
                        new Selector("e", List.of(), true),
                        new Selector("f", List.of(), false)),
                found);
    }
}
