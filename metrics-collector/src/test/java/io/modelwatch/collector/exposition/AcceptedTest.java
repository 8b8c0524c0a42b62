package io.modelwatch.collector.exposition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelwatch.collector.exposition.Accepted.Format;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedTest {

    private static final String PROTOBUF =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Prometheus 2.42, as Debian has it; then with native histograms
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | OPENMETRICS",
                PROTOBUF
                        + ",application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | PROTOBUF",
                // Prometheus 3
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1 | OPENMETRICS",
                // curl, a browser, nothing at all
                "*/* | TEXT",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | TEXT",
                "'' | TEXT",
                "image/png | TEXT",
                // qualities decide, not the order
                "application/openmetrics-text;q=0.3,text/plain;q=0.7 | TEXT",
                "text/plain;q=0.3, application/openmetrics-text; version=1.0.0; q=0.7 | OPENMETRICS",
                "application/openmetrics-text;q=0,text/plain;q=0.1 | TEXT",
                "text/plain,application/openmetrics-text | OPENMETRICS",
                // versions and encodings that we do not have
                "application/openmetrics-text;version=2.0.0,text/plain;q=0.5 | TEXT",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text,text/plain;q=0.1 | TEXT",
                "application/openmetrics-text;version=\"1.0.0\";q=nonsense,text/plain;q=0.2 | TEXT",
                "APPLICATION/OpenMetrics-Text | OPENMETRICS",
                ";;;,=,q=1;q | TEXT"
            })
    void theFormatIsTheOneThatIsWantedMost(String accept, Format expected) {
        assertEquals(expected, Accepted.of(accept));
    }

    @Test
    void everyFormatHasItsWriter() {
        ExpositionFormats formats = ExpositionFormats.init();
        assertTrue(formats.findWriter(Format.PROTOBUF.writer()).getContentType().startsWith("application/vnd"));
        assertTrue(
                formats.findWriter(Format.OPENMETRICS.writer()).getContentType().startsWith("application/openm"));
        assertTrue(formats.findWriter(Format.TEXT.writer()).getContentType().startsWith("text/plain"));
        assertEquals(Format.TEXT, Accepted.of(null));
    }
}
