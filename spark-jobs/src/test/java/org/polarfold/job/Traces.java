package org.polarfold.job;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/**
 * Looks for texts that must be nowhere, in every form in which they might have got there: upper and
 * lower case, composed and decomposed, without accents, backwards, escaped for JSON and addresses,
 * dates as they are written elsewhere; in UTF-8, UTF-16 and Latin-1, as hexadecimal digits and
 * base64; and as digests without a key, of which an identifier is soon guessed. Parquet is searched
 * as it lies and decoded, cell by cell.
 */
final class Traces {

  /** Shorter ones would be found by chance. */
  private static final int FEWEST_BYTES = 6;

  private static final List<String> DATES =
      List.of(
          "yyyyMMdd",
          "ddMMyyyy",
          "MMddyyyy",
          "yyyy/MM/dd",
          "yyyy.MM.dd",
          "dd.MM.yyyy",
          "d.M.yyyy",
          "dd/MM/yyyy",
          "MM/dd/yyyy",
          "dd-MM-yyyy",
          "dd MMM yyyy",
          "dd-MMM-yyyy");

  /** What is looked for, by its first four bytes. */
  private final Map<Integer, List<byte[]>> wanted = new HashMap<>();

  /** What each is. */
  private final Map<String, String> called = new LinkedHashMap<>();

  /**
   * @param texts of at least 6 bytes
   * @param secrets bytes that must be nowhere either, as a key
   */
  Traces(Collection<String> texts, Collection<byte[]> secrets) {
    texts.forEach(this::text);
    for (byte[] secret : secrets) {
      bytes("a secret", secret);
    }
  }

  private void text(String text) {
    for (String form : forms(text)) {
      String what = text + (form.equals(text) ? ", as it is, in " : ", as " + form + " in ");
      want(what + "UTF-8", form.getBytes(StandardCharsets.UTF_8));
      want(what + "Latin-1", form.getBytes(StandardCharsets.ISO_8859_1));
      // Without its last byte it stands in big-endian text, too.
      byte[] wide = form.getBytes(StandardCharsets.UTF_16LE);
      want(what + "UTF-16", Arrays.copyOf(wide, wide.length - 1));
    }
    for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
      for (String form : List.of(text, lower(text), upper(text), decomposed(text))) {
        bytes(text + ", as bytes of " + charset, form.getBytes(charset));
        for (String algorithm : List.of("MD5", "SHA-1", "SHA-256", "SHA-512")) {
          bytes(text + ", as its " + algorithm, digest(algorithm, form.getBytes(charset)));
        }
      }
    }
  }

  private void bytes(String what, byte[] bytes) {
    want(what, bytes);
    want(what + " as hexadecimal digits", ascii(HexFormat.of().formatHex(bytes)));
    want(what + " as HEXADECIMAL digits", ascii(HexFormat.of().withUpperCase().formatHex(bytes)));
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      for (int before = 0; before < 3; before++) {
        byte[] moved = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, moved, before, bytes.length);
        String base64 = encoder.withoutPadding().encodeToString(moved);
        // The digits that also depend on what stands before and behind are left out.
        int from = (before * 8 + 5) / 6;
        int to = moved.length * 8 / 6;
        want(what + " in base64", ascii(base64.substring(from, to)));
      }
    }
  }

  private void want(String what, byte[] bytes) {
    if (bytes.length < FEWEST_BYTES) {
      throw new IllegalArgumentException("Too short to be looked for: " + what);
    }
    if (called.putIfAbsent(latin1(bytes), what) == null) {
      wanted.computeIfAbsent(first(bytes, 0), k -> new ArrayList<>()).add(bytes);
    }
  }

  private static Set<String> forms(String text) {
    Set<String> forms = new LinkedHashSet<>();
    for (String written : written(text)) {
      for (String form :
          List.of(
              written,
              decomposed(written),
              decomposed(written).replaceAll("\\p{M}", "").replace("ß", "ss"),
              new StringBuilder(written).reverse().toString(),
              URLEncoder.encode(written, StandardCharsets.UTF_8),
              URLEncoder.encode(written, StandardCharsets.UTF_8).replace("+", "%20"),
              json(written))) {
        forms.addAll(List.of(form, lower(form), upper(form)));
      }
    }
    return forms;
  }

  private static List<String> written(String text) {
    if (!text.matches("\\d{4}-\\d{2}-\\d{2}")) {
      return List.of(text);
    }
    LocalDate date = LocalDate.parse(text);
    return Stream.concat(
            Stream.of(text),
            DATES.stream().map(p -> DateTimeFormatter.ofPattern(p, Locale.ENGLISH).format(date)))
        .toList();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private static String decomposed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD);
  }

  private static String json(String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars()
        .forEach(
            c -> escaped.append(c < 128 ? String.valueOf((char) c) : String.format("\\u%04x", c)));
    return escaped.toString();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int first(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes, at, Integer.BYTES).getInt();
  }

  /** What stands in some bytes, each once, as "place: what". */
  Set<String> in(String place, byte[] bytes) {
    Set<String> found = new LinkedHashSet<>();
    for (int at = 0; at + FEWEST_BYTES <= bytes.length; at++) {
      for (byte[] one : wanted.getOrDefault(first(bytes, at), List.of())) {
        if (at + one.length <= bytes.length
            && Arrays.equals(bytes, at, at + one.length, one, 0, one.length)) {
          found.add(place + ": " + called.get(latin1(one)));
        }
      }
    }
    return found;
  }

  /** What stands in a text. */
  Set<String> in(String place, String text) {
    return in(place, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What stands in everything below a folder: names, bytes, and every cell of Parquet. */
  Set<String> below(Path folder) throws IOException {
    Set<String> found = new LinkedHashSet<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted().toList()) {
        String name = folder.relativize(path).toString();
        found.addAll(in("the name of " + name, name));
        if (Files.isRegularFile(path)) {
          found.addAll(in(name, Files.readAllBytes(path)));
          if (name.endsWith(".parquet")) {
            found.addAll(in("the cells of " + name, cells(path)));
          }
        }
      }
    }
    return found;
  }

  /** Every cell of every column of a file of Parquet. */
  private static String cells(Path file) throws IOException {
    StringBuilder cells = new StringBuilder();
    try (ParquetReader<Group> rows =
        ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
            .build()) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        cells.append(row).append('\n');
      }
    }
    return cells.toString();
  }
}
