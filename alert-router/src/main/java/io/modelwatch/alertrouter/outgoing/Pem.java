package io.modelwatch.alertrouter.outgoing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in the text form that everybody uses. */
final class Pem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private Pem() {}

    /** All certificates of a text, in its order. */
    static List<X509Certificate> certificates(String text) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).endsWith("CERTIFICATE")) {
                certificates.add((X509Certificate)
                        factory.generateCertificate(new ByteArrayInputStream(bytes(blocks.group(2)))));
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("there is no certificate in PEM form");
        }
        return certificates;
    }

    /** The private key of a text: in PKCS 8, or as OpenSSL writes those of RSA and elliptic curves; not encrypted. */
    static PrivateKey key(String text) throws GeneralSecurityException {
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            byte[] bytes = bytes(blocks.group(2));
            switch (blocks.group(1)) {
                case "PRIVATE KEY" -> {
                    return pkcs8(bytes);
                }
                case "RSA PRIVATE KEY" -> {
                    return pkcs8(der(SEQUENCE, VERSION_0, RSA, der(OCTETS, bytes)));
                }
                case "EC PRIVATE KEY" -> {
                    return pkcs8(der(SEQUENCE, VERSION_0, der(SEQUENCE, EC, curve(bytes)), der(OCTETS, bytes)));
                }
                default -> {
                    // Parameters of a curve or a certificate may stand beside the key.
                }
            }
        }
        throw new GeneralSecurityException("there is no private key in PEM form that is not encrypted");
    }

    private static byte[] bytes(String base64) {
        return Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
    }

    private static PrivateKey pkcs8(byte[] bytes) throws GeneralSecurityException {
        GeneralSecurityException last = new GeneralSecurityException("unknown kind of key");
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw last;
    }

    /** The name of the curve, which stands in the key under the tag 0. */
    private static byte[] curve(byte[] key) throws GeneralSecurityException {
        int at = 1 + lengthBytes(key, 1);
        while (at < key.length) {
            int tag = key[at] & 0xFF;
            int skip = lengthBytes(key, at + 1);
            int length = length(key, at + 1);
            int start = at + 1 + skip;
            if (tag == PARAMETERS) {
                return java.util.Arrays.copyOfRange(key, start, start + length);
            }
            at = start + length;
        }
        throw new GeneralSecurityException("the key does not name its curve");
    }

    private static int lengthBytes(byte[] der, int at) {
        return der[at] >= 0 ? 1 : 1 + (der[at] & 0x7F);
    }

    private static int length(byte[] der, int at) {
        if (der[at] >= 0) {
            return der[at];
        }
        int length = 0;
        for (int i = 1; i <= (der[at] & 0x7F); i++) {
            length = (length << Byte.SIZE) | (der[at + i] & 0xFF);
        }
        return length;
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int size = content.size();
        if (size < 0x80) {
            all.write(size);
        } else if (size < 0x100) {
            all.write(0x81);
            all.write(size);
        } else {
            all.write(0x82);
            all.write(size >> Byte.SIZE);
            all.write(size);
        }
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }
}
