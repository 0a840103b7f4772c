package org.polarfold.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.polarfold.UserException;
import org.polarfold.experiment.Experiment.DataLocations;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

/**
 * Turns a hospital's identifiers into pseudonyms: HMAC-SHA256 (RFC 2104) of the identifier in
 * Unicode form C and UTF-8 under the consortium's key, 64 hexadecimal digits. One key serves a
 * whole lake, so that a patient seen at two sites is found. The key travels to the executors with
 * the tasks and is shown nowhere.
 */
public final class Pseudonyms implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Bytes that a key has at least. */
  public static final int LEAST_KEY_BYTES = 16;

  private static final int MOST_KEY_BYTES = 1024;
  private static final Pattern HEX = Pattern.compile("(?:[0-9A-Fa-f]{2})+");

  private final byte[] key;

  private Pseudonyms(byte[] key) {
    this.key = key;
  }

  /**
   * With the key that a configuration names, or without one where it names none.
   *
   * @throws UserException where it names one that cannot be read
   */
  public static Pseudonyms of(DataLocations data) {
    return data.keyFile()
        .map(Pseudonyms::ofKeyFile)
        .or(() -> data.keyVariable().map(name -> ofVariable(name, System.getenv())))
        .orElseGet(Pseudonyms::withoutKey);
  }

  /**
   * With the key that a file holds as hexadecimal digits.
   *
   * @throws UserException where the file cannot be read or holds no key of 16 to 1,024 bytes
   */
  public static Pseudonyms ofKeyFile(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      // Never more than a key could need, whatever file was named.
      byte[] bytes = stream.readNBytes(2 * MOST_KEY_BYTES + 64);
      return ofHex(new String(bytes, StandardCharsets.US_ASCII), file.toString());
    } catch (IOException e) {
      throw new UserException(
          "Cannot read the pseudonymisation key: " + file + " (expected a readable file)", e);
    }
  }

  /**
   * With the key that an environment variable holds as hexadecimal digits.
   *
   * @param environment as {@link System#getenv()}
   * @throws UserException where it is not set or holds no key of 16 to 1,024 bytes
   */
  public static Pseudonyms ofVariable(String name, Map<String, String> environment) {
    String place = "environment variable " + name;
    String hex =
        Optional.ofNullable(environment.get(name))
            .orElseThrow(
                () ->
                    new UserException(
                        "Cannot read the pseudonymisation key: "
                            + place
                            + " (expected it to be set)"));
    return ofHex(hex, place);
  }

  /** Without a key, for lakes whose sites all send pseudonyms. */
  public static Pseudonyms withoutKey() {
    return new Pseudonyms(new byte[0]);
  }

  private static Pseudonyms ofHex(String text, String place) {
    String hex = text.strip();
    if (!HEX.matcher(hex).matches()
        || hex.length() < 2 * LEAST_KEY_BYTES
        || hex.length() > 2 * MOST_KEY_BYTES) {
      throw new UserException(
          "Invalid pseudonymisation key in "
              + place
              + " (expected an even number of hexadecimal digits, "
              + 2 * LEAST_KEY_BYTES
              + " to "
              + 2 * MOST_KEY_BYTES
              + ")");
    }
    return new Pseudonyms(HexFormat.of().parseHex(hex));
  }

  /** Whether there is a key. */
  public boolean hasKey() {
    return key.length > 0;
  }

  /**
   * Sixteen hexadecimal digits by which the same key is known again and that say nothing else of
   * it; empty without a key.
   */
  public String check() {
    return hasKey() ? keyed("Polarfold: which key is this?").substring(0, 16) : "";
  }

  /** The pseudonym of a hospital's identifier. */
  PatientId ofIdentifier(String identifier) {
    if (!hasKey()) {
      throw new IllegalStateException("A site with identifiers was let through without a key");
    }
    return new PatientId(keyed(Normalizer.normalize(identifier.strip(), Normalizer.Form.NFC)));
  }

  private String keyed(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is part of every Java platform", e);
    }
  }

  /** A pseudonym that a site made itself; the site goes before it, since two may use the same. */
  static PatientId ofSite(SiteId site, String pseudonym) {
    return new PatientId(site + ":" + Normalizer.normalize(pseudonym.strip(), Normalizer.Form.NFC));
  }

  @Override
  public String toString() {
    return hasKey() ? "Pseudonyms[keyed]" : "Pseudonyms[without key]";
  }
}
