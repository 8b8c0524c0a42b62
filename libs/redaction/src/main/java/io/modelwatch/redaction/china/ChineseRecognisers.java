package io.modelwatch.redaction.china;

import io.modelwatch.redaction.entity.Recogniser;
import java.util.List;

/** What takes more than a form: plates, bracketed landlines, postal addresses, account names. */
public final class ChineseRecognisers {

    public static final List<Recogniser> ALL =
            List.of(new PlateRecogniser(), new LandlineRecogniser(), new AddressRecogniser(), new WechatRecogniser());

    private ChineseRecognisers() {}
}
