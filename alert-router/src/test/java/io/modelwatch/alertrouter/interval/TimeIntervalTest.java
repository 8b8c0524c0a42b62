package io.modelwatch.alertrouter.interval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.modelwatch.alertrouter.yaml.ConfigException;
import io.modelwatch.alertrouter.yaml.Yaml;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeIntervalTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                       | 2026-11-24T10:00:00Z | true",
                "{weekdays: [sunday]}                                     | 2026-11-22T10:00:00Z | true",
                "{weekdays: ['sunday:monday']}                            | 2026-11-24T10:00:00Z | false",
                "{weekdays: [saturday, tuesday]}                          | 2026-11-24T10:00:00Z | true",
                "{days_of_month: ['-1']}                                  | 2026-02-28T10:00:00Z | true",
                "{days_of_month: ['-3:-1']}                               | 2028-02-27T10:00:00Z | true",
                "{days_of_month: ['31']}                                  | 2026-11-30T10:00:00Z | false",
                "{days_of_month: ['20:31']}                               | 2026-11-30T10:00:00Z | true",
                "{days_of_month: ['5:-1']}                                | 2026-11-04T10:00:00Z | false",
                "{months: ['january:march']}                              | 2026-03-31T10:00:00Z | true",
                "{months: ['5']}                                          | 2026-03-31T10:00:00Z | false",
                "{years: ['2026:2028']}                                   | 2029-01-01T00:00:00Z | false",
                "{times: [{start_time: '09:00', end_time: '17:00'}]}      | 2026-11-24T16:59:59Z | true",
                "{times: [{start_time: '09:00', end_time: '17:00'}]}      | 2026-11-24T17:00:00Z | false",
                "{times: [{start_time: '23:00', end_time: '24:00'}]}      | 2026-11-24T23:59:59Z | true",
                "{weekdays: [tuesday], months: [november], years: ['2025']} | 2026-11-24T10:00:00Z | false",
                // New York's clock jumps from 2:00 to 3:00 on 2026-03-08.
                "{times: [{start_time: '03:00', end_time: '04:00'}], location: America/New_York} | 2026-03-08T07:30:00Z | true",
                "{times: [{start_time: '02:00', end_time: '03:00'}], location: America/New_York} | 2026-03-08T07:30:00Z | false",
            })
    void holdsWhenEveryFieldDoes(String yaml, Instant at, boolean holds) {
        assertEquals(holds, TimeIntervalReader.read(Yaml.parse(yaml)).contains(at));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{weekdays: [mon]}",
                "{days_of_month: ['0']}",
                "{days_of_month: ['32']}",
                "{days_of_month: ['-1:5']}",
                "{months: ['march:january']}",
                "{times: [{start_time: '17:00', end_time: '09:00'}]}",
                "{times: [{start_time: '24:01', end_time: '25:00'}]}",
                "{location: Mars/Olympus}",
                "{hours: [1]}",
            })
    void refuses(String yaml) {
        assertThrows(ConfigException.class, () -> TimeIntervalReader.read(Yaml.parse(yaml)));
    }
}
