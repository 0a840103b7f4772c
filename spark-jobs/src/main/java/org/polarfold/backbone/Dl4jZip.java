package org.polarfold.backbone;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The members that are read of a zip written by DL4J's {@code ModelSerializer}. What else is in it,
 * of which some is in Java's own serialisation, is only stepped over.
 *
 * @param configuration {@code configuration.json}
 * @param coefficients {@code coefficients.bin}
 * @param more the member that was asked for beside them, where it is there
 */
public record Dl4jZip(byte[] configuration, Dl4jCoefficients coefficients, Optional<byte[]> more) {

  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final int LONGEST_CONFIGURATION = 16 << 20;
  private static final int MOST_MEMBERS = 1_000;

  /** Of all members together, inflated: a ResNet-50 with the state of its updater has 0.3 GB. */
  private static final long MOST_BYTES = 2L << 30;

  /** No packing by deflate is closer. */
  private static final long MOST_INFLATED = 1_100;

  private static final String EXPECTED = "a zip that is whole, as DL4J's ModelSerializer writes it";

  /**
   * Reads both.
   *
   * @throws WeightFlaw where the file is not such, or not whole
   */
  static Dl4jZip of(byte[] file) throws WeightFlaw {
    return of(file, "", MOST_BYTES);
  }

  /**
   * Reads both, and another member.
   *
   * @param more its name
   * @throws WeightFlaw where the file is not such, or not whole
   */
  public static Dl4jZip with(byte[] file, String more) throws WeightFlaw {
    return of(file, more, MOST_BYTES);
  }

  /** Reads both from a zip whose members are at most so many bytes together. */
  static Dl4jZip of(byte[] file, String more, long mostBytes) throws WeightFlaw {
    byte @Nullable [] configuration = null;
    @Nullable Dl4jCoefficients coefficients = null;
    Optional<byte[]> other = Optional.empty();
    Set<String> names = new HashSet<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      Inflated inflated = new Inflated(zip, mostBytes);
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!names.add(entry.getName()) || names.size() > MOST_MEMBERS) {
          throw new WeightFlaw("a zip of at most 1,000 members, none of them twice");
        }
        if (entry.getName().equals(CONFIGURATION)) {
          configuration = text(inflated, CONFIGURATION);
        } else if (entry.getName().equals(more)) {
          other = Optional.of(text(inflated, more));
        } else if (entry.getName().equals(COEFFICIENTS)) {
          coefficients = Dl4jCoefficients.of(inflated, file.length * MOST_INFLATED);
        } else {
          inflated.transferTo(OutputStream.nullOutputStream());
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      // The zip's reader throws IllegalArgumentException where a name is not in UTF-8.
      throw new WeightFlaw(EXPECTED);
    }
    if (configuration == null || coefficients == null) {
      throw new WeightFlaw("a zip with " + CONFIGURATION + " and " + COEFFICIENTS);
    }
    return new Dl4jZip(configuration, coefficients, other);
  }

  private static byte[] text(InputStream member, String name) throws IOException, WeightFlaw {
    byte[] text = member.readNBytes(LONGEST_CONFIGURATION);
    if (member.read() >= 0) {
      throw new WeightFlaw(name + " of at most 16 MiB");
    }
    return text;
  }

  /** The members' bytes, of which there are not more than so many, whatever is packed in them. */
  private static final class Inflated extends InputStream {

    private final InputStream members;
    private long left;

    Inflated(InputStream members, long most) {
      this.members = members;
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = members.read(into, from, length);
      left -= Math.max(read, 0);
      if (left < 0) {
        throw new IOException("too many bytes");
      }
      return read;
    }
  }
}
