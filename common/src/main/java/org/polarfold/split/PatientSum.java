package org.polarfold.split;

import java.io.Serializable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.polarfold.provenance.Digest;

/**
 * Which patients, and how many, in a few bytes that do not tell who: the sum of their pseudonyms'
 * SHA-256, modulo 2^256. Parts can be added up in any order, so that it is known whether two parts
 * are the whole (an incremental hash: Bellare and Micciancio, Eurocrypt 1997:163). It shows
 * mistakes; it is no proof against somebody who looks for two sets of the same sum.
 *
 * @param count how many; of a difference it may be negative
 * @param sum from 0 to 2^256 - 1
 */
public record PatientSum(long count, BigInteger sum) implements Serializable {

  /** Of no patient. */
  public static final PatientSum NOBODY = new PatientSum(0, BigInteger.ZERO);

  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");
  private static final int BITS = 256;

  /** Of one patient. */
  public static PatientSum of(String pseudonym) {
    String hex = Digest.sha256().add(pseudonym.getBytes(StandardCharsets.UTF_8)).hex();
    return new PatientSum(1, new BigInteger(1, HexFormat.of().parseHex(hex)));
  }

  /** As {@link #count} and {@link #hex} tell it; empty where they cannot. */
  public static Optional<PatientSum> of(long count, String hex) {
    return DIGITS.matcher(hex).matches()
        ? Optional.of(new PatientSum(count, new BigInteger(hex, 16)))
        : Optional.empty();
  }

  /** Both, which share nobody. */
  public PatientSum plus(PatientSum other) {
    return new PatientSum(count + other.count, modulo(sum.add(other.sum)));
  }

  /** This one without those of another. */
  public PatientSum minus(PatientSum other) {
    return new PatientSum(count - other.count, modulo(sum.subtract(other.sum)));
  }

  /** The sum as 64 hexadecimal digits. */
  public String hex() {
    return String.format(Locale.ROOT, "%064x", sum);
  }

  private static BigInteger modulo(BigInteger number) {
    return number.mod(BigInteger.ONE.shiftLeft(BITS));
  }
}
