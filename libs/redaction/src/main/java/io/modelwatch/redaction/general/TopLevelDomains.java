package io.modelwatch.redaction.general;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Top-level domains: every country's, and the generic ones in wide use. */
final class TopLevelDomains {

    private static final Set<String> COMMON =
            Set.of("com", "org", "net", "cn", "edu", "gov", "io", "ai", "de", "uk", "co");

    private static final Set<String> KNOWN = known();

    /** What looks like a domain and is a file name more often. */
    private static final Set<String> FILES = Set.of(
            "py", "rs", "md", "sh", "pl", "ps", "so", "cc", "ml", "in", "is", "it", "me", "to", "no", "am", "as", "at",
            "be", "by", "do", "my", "ms", "zip", "mov", "app", "id", "name", "info", "tf", "st", "ph", "re");

    private TopLevelDomains() {}

    static boolean isKnown(String label) {
        String lower = label.toLowerCase(Locale.ROOT);
        return KNOWN.contains(lower) || lower.startsWith("xn--");
    }

    static boolean isCommon(String label) {
        return COMMON.contains(label);
    }

    static boolean isAmbiguous(String label) {
        return FILES.contains(label);
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>();
        for (String country : Locale.getISOCountries()) {
            known.add(country.toLowerCase(Locale.ROOT));
        }
        known.addAll(Set.of("uk", "eu", "su", "ac", "tp"));
        String generic = "com org net edu gov mil int info biz name pro aero coop museum jobs mobi travel tel cat "
                + "asia post xxx arpa academy accountants agency app apartments art associates audio auction "
                + "auto band bank bar beer berlin best bet bid bike bio black blog blue boutique bot build "
                + "builders business buzz cafe camera camp capital cards care career careers cash casino "
                + "center ceo chat cheap church city claims clinic cloud club coach codes coffee college "
                + "community company computer consulting contractors cool country coupons courses credit "
                + "cricket cruises dance data date dating day deals delivery democrat dental design dev "
                + "diamonds digital direct directory discount doctor dog domains download earth education "
                + "email energy engineer engineering enterprises equipment estate events exchange expert "
                + "express family fan farm fashion finance financial fish fit fitness flights florist flowers "
                + "fm football foundation fun fund furniture futbol fyi gallery game games garden gift gifts "
                + "glass global gmbh gold golf google graphics gratis green group guide guru hair hamburg haus "
                + "health healthcare help hockey holdings holiday home homes host hosting hotel house how immo "
                + "industries ink institute insure international investments jetzt jewelry kaufen kim kitchen "
                + "koeln koln land lat law lawyer lease legal lgbt life lighting limited limo link live llc "
                + "loan loans london love ltd ltda luxury maison management market marketing mba media "
                + "melbourne memorial men menu miami microsoft mobile moda moe money monster mortgage moscow "
                + "mov movie nagoya navy network new news nexus ngo ninja nrw nyc okinawa one ong online onl "
                + "page paris partners parts party pet pharmacy photo photography photos pics pictures pink "
                + "pizza place plumbing plus poker porn press productions promo properties property pub quebec "
                + "racing realty recipes red rehab reise reisen rent rentals repair report republican rest "
                + "restaurant review reviews rip rocks rodeo ruhr run saarland sale salon sarl school schule "
                + "science scot security select services sex shoes shop shopping show singles site ski soccer "
                + "social software solar solutions soy space sport storage store stream studio study style "
                + "sucks supplies supply support surf surgery swiss sydney systems taipei tattoo tax taxi team "
                + "tech technology tennis theater tickets tips tires today tokyo tools top tours town toys "
                + "trade trading training tube university uno vacations vegas ventures vet viajes video villas "
                + "vin vip vision vlaanderen vodka vote voyage wales wang watch web webcam website wed wedding "
                + "wien wiki win wine work works world wtf xin xyz yoga yokohama you zip zone";
        known.addAll(Set.of(generic.split(" ", -1)));
        return known;
    }
}
