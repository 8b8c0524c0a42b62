package io.modelwatch.redaction.entity;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What can be found, named as in Presidio where Presidio has it, with the words that announce it. */
public enum EntityType {
    EMAIL_ADDRESS(Region.GENERAL, "domain with a plausible top-level domain", "email|e-mail|mail|邮箱|电邮|邮件"),
    PHONE_NUMBER(
            Region.GENERAL,
            "country code, North American form or context; 6 to 15 digits",
            "phone|telephone|tel|mobile|cell|cellphone|call|fax|desk|office|contact|reach|whatsapp|sms|text|messages|hotline|ring|dial|telefon|téléphone|teléfono|handy|number is|电话|手机|联系方式|联系|致电|拨打|传真|热线|座机|号码"),
    CREDIT_CARD(
            Region.GENERAL,
            "brand prefix, brand length, Luhn",
            "card|credit card|debit card|cc|visa|mastercard|amex|american express|discover|jcb|diners|maestro|pan|信用卡|银行卡|卡号|借记卡|储蓄卡"),
    IBAN_CODE(Region.GENERAL, "country length, mod 97", "iban|bank|account|transfer|账号|银行"),
    IP_ADDRESS(Region.GENERAL, "RFC 4291 and dotted quads", "ip|ipv4|ipv6|address|addr|host|server|client|地址|服务器|主机"),
    MAC_ADDRESS(Region.GENERAL, "48 bits, not all ones or zeros", "mac|ether|hardware|physical|网卡|物理地址"),
    URL(Region.GENERAL, "scheme, or a host with a known top-level domain", "url|website|site|link|domain|网址|网站|链接|域名"),
    CRYPTO(
            Region.GENERAL,
            "Base58Check or Bech32; Ethereum by form",
            "bitcoin|btc|wallet|crypto|ethereum|eth|usdt|tron|address|钱包|比特币|以太坊"),
    DATE_TIME(Region.GENERAL, "existing month and day", "date|born|birthday|日期|生日"),
    DATE_OF_BIRTH(
            Region.GENERAL,
            "a date, always with context",
            "born|birth|birthday|birthdate|dob|d.o.b|date of birth|geboren|geburtsdatum|生日|出生|出生日期|出生年月|生于"),
    US_SSN(
            Region.US,
            "ranges never issued",
            "ssn|ssns|social security|social security number|social|soc sec|id number|社会安全号"),
    US_ITIN(Region.US, "middle group", "itin|individual taxpayer|taxpayer|tax id|tax"),
    US_BANK_NUMBER(Region.US, "none: context", "bank|account|account number|acct|check|checking|savings|debit"),
    ABA_ROUTING_NUMBER(Region.US, "weights 3 7 1", "aba|routing|routing number|bank|rtn|transit"),
    US_PASSPORT(Region.US, "none: context", "passport|passport number|travel document|us passport|护照"),
    US_DRIVER_LICENSE(
            Region.US,
            "none: context",
            "driver|driver license|driver's license|drivers license|driver licence|driving license|licence|license|permit|dl|lic|identification|驾照|驾驶证"),
    US_NPI(Region.US, "Luhn with 80840", "npi|national provider|provider"),
    US_MBI(Region.US, "position classes", "mbi|medicare|beneficiary"),
    MEDICAL_LICENSE(Region.US, "DEA check digit", "dea|medical|certificate|prescriber|license"),
    UK_NHS(Region.UK, "mod 11", "nhs|national health|health service|health number"),
    UK_NINO(Region.UK, "prefixes never issued", "national insurance|ni number|nino|ni"),
    UK_POSTCODE(Region.UK, "letters by position", "postcode|post code|postal code|address|zip"),
    UK_DRIVING_LICENCE(Region.UK, "encoded date", "driving licence|driving license|licence|driver|dvla|driver number"),
    UK_PASSPORT(Region.UK, "none: context", "passport|passport number|travel document"),
    UK_VEHICLE_REGISTRATION(
            Region.UK,
            "letters and age by position",
            "registration|number plate|license plate|licence plate|plate|reg|vehicle|car"),
    DE_BSNR(Region.EU, "region not 00", "bsnr|betriebsstättennummer|betriebsstätte|praxis"),
    DE_FUEHRERSCHEIN(
            Region.EU,
            "positions",
            "führerschein|führerscheinnummer|fahrerlaubnis|führerschein-nr|fahrerlaubnisnummer|driving licence"),
    DE_HANDELSREGISTER(
            Region.EU, "HRA or HRB", "handelsregister|handelsregisternummer|amtsgericht|registergericht|hrb|hra"),
    DE_HEALTH_INSURANCE(
            Region.EU,
            "weighted digit sum",
            "krankenkasse|kvnr|krankenversichertennummer|versichertennummer|krankenversicherung|gesundheitskarte"),
    DE_ID_CARD(
            Region.EU, "ICAO 7-3-1, or T and eight digits", "personalausweis|ausweis|ausweisnummer|ausweis-nr|perso"),
    DE_KFZ(Region.EU, "none: form with separators", "kennzeichen|kfz|kfz-kennzeichen|fahrzeug|nummernschild|auto"),
    DE_LANR(Region.EU, "weights 4 9", "lanr|arztnummer|lebenslange arztnummer|arzt"),
    DE_PASSPORT(Region.EU, "ICAO 7-3-1", "reisepass|pass|pass-nr|passnummer|passport"),
    DE_PLZ(Region.EU, "range; context", "plz|postleitzahl|postleitzahlen|wohnort"),
    DE_SOCIAL_SECURITY(
            Region.EU,
            "weighted digit sum",
            "sozialversicherungsnummer|rentenversicherungsnummer|rvnr|svnr|sv-nummer|versicherungsnummer|rentenversicherung"),
    DE_TAX_ID(
            Region.EU,
            "ISO 7064 mod 11,10",
            "steuer-id|steueridentifikationsnummer|idnr|steuer-identifikationsnummer|tin|steuerliche identifikationsnummer"),
    DE_TAX_NUMBER(Region.EU, "state prefix", "steuernummer|steuer-nr|st.-nr|stnr|finanzamt"),
    DE_VAT_ID(
            Region.EU,
            "form; ISO 7064 raises the score",
            "ust-idnr|ust-id|umsatzsteuer|umsatzsteuer-identifikationsnummer|ustid|vat|vat id|mwst"),
    ES_NIF(Region.EU, "letter mod 23", "nif|dni|documento nacional|identificación"),
    ES_NIE(Region.EU, "letter mod 23", "nie|extranjero|número de identificación de extranjero"),
    FI_PERSONAL_IDENTITY_CODE(
            Region.EU, "date, check mod 31", "hetu|henkilötunnus|personbeteckningen|personal identity code"),
    IT_FISCAL_CODE(Region.EU, "form; check letter raises the score", "codice fiscale|fiscal code|cf|codice"),
    IT_DRIVER_LICENSE(Region.EU, "none: context", "patente|patente di guida|licenza|driver license"),
    IT_IDENTITY_CARD(
            Region.EU, "none: context", "carta|identità|carta d'identità|carta identità|elettronica|identity card|cie"),
    IT_PASSPORT(Region.EU, "none: context", "passaporto|passport"),
    IT_VAT_CODE(Region.EU, "Luhn", "piva|partita iva|pi|p.iva|vat"),
    PL_PESEL(Region.EU, "date, weights 1 3 7 9", "pesel"),
    SE_PERSONNUMMER(Region.EU, "date, Luhn", "personnummer|personal identity number|samordningsnummer"),
    SE_ORGANISATIONSNUMMER(Region.EU, "third digit, Luhn", "organisationsnummer|orgnr|org.nr|organisation number"),
    TR_NATIONAL_ID(Region.EU, "two check digits", "tc kimlik|kimlik|tckn|kimlik no|tc no"),
    TR_LICENSE_PLATE(Region.EU, "province code; context", "plaka|plate|araç"),
    CA_SIN(Region.AMERICA, "Luhn, first digit", "sin|social insurance|nas|assurance sociale"),
    ZA_ID_NUMBER(
            Region.AFRICA,
            "date, status, Luhn",
            "sa id|rsa id|id number|south african|identity number|resident number|id"),
    NG_NIN(Region.AFRICA, "Verhoeff raises the score", "nin|national identification number|national identity"),
    NG_VEHICLE_REGISTRATION(Region.AFRICA, "positions; context", "plate|plate number|vehicle|registration"),
    AU_ABN(Region.AUSTRALIA, "mod 89", "abn|australian business number|business number"),
    AU_ACN(Region.AUSTRALIA, "weights 8 to 1", "acn|australian company number|company number"),
    AU_MEDICARE(Region.AUSTRALIA, "weights 1 3 7 9", "medicare"),
    AU_TFN(Region.AUSTRALIA, "mod 11", "tfn|tax file number"),
    IN_AADHAAR(Region.ASIA, "Verhoeff", "aadhaar|aadhar|uidai|uid"),
    IN_GSTIN(Region.ASIA, "state, PAN inside; check character raises the score", "gstin|gst|goods and services tax"),
    IN_PAN(Region.ASIA, "holder letter raises the score", "pan|permanent account number|income tax"),
    IN_PASSPORT(Region.ASIA, "none: context", "passport|passport number|indian passport"),
    IN_VEHICLE_REGISTRATION(Region.ASIA, "state code", "registration|vehicle|rto|plate|bike|car|registration number"),
    IN_VOTER(Region.ASIA, "none: context", "voter|epic|elector|vote|voter id"),
    KR_BRN(Region.ASIA, "weights 1 3 7", "사업자|사업자등록번호|사업자번호|brn|business registration"),
    KR_DRIVER_LICENSE(Region.ASIA, "region code", "운전면허|면허|면허번호|driver license|license|driver"),
    KR_FRN(
            Region.ASIA,
            "date, foreigner digit; check digit raises the score",
            "외국인등록번호|외국인|frn|foreigner registration|korean frn"),
    KR_PASSPORT(Region.ASIA, "class letter", "여권|여권번호|passport"),
    KR_RRN(
            Region.ASIA,
            "date, sex digit; check digit raises the score",
            "주민등록번호|주민번호|rrn|resident registration|korean rrn"),
    SG_NRIC_FIN(Region.ASIA, "form; check letter raises the score", "nric|fin|identity card|ic number"),
    SG_UEN(Region.ASIA, "check letter by entity kind", "uen|unique entity number|acra"),
    TH_TNIN(Region.ASIA, "mod 11", "เลขประจำตัวประชาชน|บัตรประชาชน|thai id|national id|tnin"),
    CN_ID(
            Region.CHINA,
            "province, date, ISO 7064 mod 11,2 (18 digits); province and date (15)",
            "身份证|身份证号|身份证号码|身份号码|证件号|证件号码|公民身份|居民身份证|id card|resident id"),
    CN_MOBILE(Region.CHINA, "number segments", "手机|手机号|电话|联系方式|联系电话|微信|致电|拨打|mobile|phone"),
    CN_TEL(Region.CHINA, "area code, length; 400 and 800", "电话|座机|固话|传真|热线|联系电话|客服|致电|拨打|tel|phone|fax"),
    CN_BANK_CARD(Region.CHINA, "prefix 62 or 60, Luhn", "银行卡|卡号|账号|帐号|账户|借记卡|信用卡|储蓄卡|开户|bank card|unionpay"),
    CN_PASSPORT(Region.CHINA, "class letter; context", "护照|护照号|护照号码|passport"),
    CN_HK_MACAU_PERMIT(Region.CHINA, "H or M; context", "港澳通行证|通行证|回乡证|来往内地|港澳居民"),
    CN_TAIWAN_PERMIT(Region.CHINA, "none: context", "台胞证|台湾居民|来往大陆|台湾通行证"),
    CN_USCC(Region.CHINA, "mod 31", "统一社会信用代码|社会信用代码|信用代码|纳税人识别号|税号|营业执照"),
    CN_PLATE(Region.CHINA, "province character and letter", "车牌|车牌号|号牌|车辆"),
    CN_VIN(Region.CHINA, "check digit of ISO 3779", "vin|chassis|vehicle identification|车架号|车架|车辆识别"),
    CN_ADDRESS(Region.CHINA, "district, road, number", "地址|住址|住在|家住|居住|收货|寄到|寄往|位于|户籍|住所"),
    CN_WECHAT(Region.CHINA, "none: context", "微信|微信号|wechat|weixin|加微|vx"),
    CN_QQ(Region.CHINA, "none: context", "qq|qq号|企鹅号|扣扣"),
    HK_ID(Region.CHINA, "check digit mod 11", "香港身份证|身份证|hkid|hong kong id|identity card"),
    TW_ID(Region.CHINA, "check digit mod 10", "身分證|身份证|身分证|台湾身份证|national id"),
    MO_ID(Region.CHINA, "class digit; context", "澳门身份证|澳门|macau id|bir"),
    PRIVATE_KEY(Region.SECRET, "PEM armour", ""),
    JWT(Region.SECRET, "three Base64url parts, header begins as JSON", ""),
    AWS_ACCESS_KEY(Region.SECRET, "prefix, 20 characters", ""),
    AWS_SECRET_KEY(Region.SECRET, "40 characters of Base64 under a name with aws", ""),
    GITHUB_TOKEN(Region.SECRET, "prefix and length", ""),
    GITLAB_TOKEN(Region.SECRET, "prefix and length", ""),
    SLACK_TOKEN(Region.SECRET, "prefix and length; webhook URLs", ""),
    STRIPE_KEY(Region.SECRET, "prefix and length", ""),
    GOOGLE_API_KEY(Region.SECRET, "prefix and length", ""),
    OPENAI_KEY(Region.SECRET, "prefix and length", ""),
    ANTHROPIC_KEY(Region.SECRET, "prefix and length", ""),
    API_KEY(Region.SECRET, "prefixes and lengths of 30 other providers", ""),
    AUTHORIZATION(Region.SECRET, "after Bearer or Basic", ""),
    URL_CREDENTIALS(Region.SECRET, "user and password in a URL", ""),
    PASSWORD(Region.SECRET, "value under a password's name", ""),
    GENERIC_SECRET(Region.SECRET, "value under a secret's name, entropy of 3 bits a character", "");

    private final Region region;
    private final String check;
    /** Always a {@code List.of}, which Error Prone cannot see. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> contextWords;

    EntityType(Region region, String check, String contextWords) {
        this.region = region;
        this.check = check;
        this.contextWords = contextWords.isEmpty() ? List.of() : List.of(contextWords.split("\\|", -1));
    }

    public Region region() {
        return region;
    }

    /** What a value has to pass besides its form, for people. */
    public String check() {
        return check;
    }

    /** In lower case. */
    public List<String> contextWords() {
        return contextWords;
    }

    public boolean isSecret() {
        return region == Region.SECRET;
    }

    public static Set<EntityType> secrets() {
        EnumSet<EntityType> types = EnumSet.allOf(EntityType.class);
        types.removeIf(type -> !type.isSecret());
        return types;
    }

    public static Set<EntityType> personalData() {
        return EnumSet.complementOf(EnumSet.copyOf(secrets()));
    }
}
