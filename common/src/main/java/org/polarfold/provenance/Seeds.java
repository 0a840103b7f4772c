package org.polarfold.provenance;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Seeds derived by name, so that no two uses share a stream of random numbers and none depends on
 * the order of work. The derivation is the first 8 bytes of SHA-256 over the root and the names.
 *
 * @param root the experiment's seed
 */
public record Seeds(long root) implements Serializable {

  /** The seed of a named use, as {@code seed("patient", site, index)}. */
  public long seed(Object... names) {
    Digest digest = Digest.sha256().add(Long.toString(root));
    Arrays.stream(names).forEach(name -> digest.add(String.valueOf(name)));
    return Long.parseUnsignedLong(digest.hex().substring(0, 16), 16);
  }

  /** The root of a family of seeds. */
  public Seeds family(Object... names) {
    return new Seeds(seed(names));
  }
}
