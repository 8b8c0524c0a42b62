package io.modelwatch.redaction.general;

import io.modelwatch.redaction.entity.EntityType;
import io.modelwatch.redaction.entity.Recogniser;
import io.modelwatch.redaction.format.Checks;
import io.modelwatch.redaction.format.Format;
import java.util.List;

/** Everything that belongs to no country. */
public final class GeneralRecognisers {

    public static final List<Recogniser> ALL = List.of(
            new EmailRecogniser(),
            new UrlRecogniser(),
            new NetworkRecogniser(),
            new AccountRecogniser(),
            new WalletRecogniser(),
            new PhoneRecogniser(),
            new DateRecogniser());

    private static final String VIN = "[A-HJ-NPR-Z0-9]{8}[0-9X][A-HJ-NPR-Z0-9]{4}9{4}";
    private static final String LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";
    private static final String VALUES = "12345678123457923456789";

    public static final List<Format> FORMATS = List.of(
            Format.of(EntityType.CN_VIN, VIN, 0.3, 0.8).check(value -> !Checks.isNumeric(value)),
            Format.of(EntityType.CN_VIN, VIN, 0.8, 0.95).check(GeneralRecognisers::vin));

    private GeneralRecognisers() {}

    private static boolean vin(String value) {
        int[] weights = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            char c = value.charAt(i);
            sum += weights[i] * (c <= '9' ? c - '0' : VALUES.charAt(LETTERS.indexOf(c)) - '0');
        }
        return !Checks.isNumeric(value) && "0123456789X".charAt(sum % 11) == value.charAt(8);
    }
}
