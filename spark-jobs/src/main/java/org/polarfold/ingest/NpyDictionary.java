package org.polarfold.ingest;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses the dictionary of an array's header, as {@code {'descr': '<f4', 'fortran_order': False,
 * 'shape': (24, 60), }}: these three keys, each once, in any order, and nothing else.
 */
final class NpyDictionary {

  private static final int MOST_DIMENSIONS = 8;

  /** Digits of a dimension at most, so that it is a long. */
  private static final int MOST_DIGITS = 18;

  private final String text;
  private int at;

  NpyDictionary(String text) {
    this.text = text;
  }

  /**
   * What the dictionary says.
   *
   * @param bytes of the whole header
   */
  NpyHeader header(int bytes) throws RecordFlaw {
    Optional<String> type = Optional.empty();
    Optional<Boolean> fortran = Optional.empty();
    Optional<List<Long>> shape = Optional.empty();
    expect('{');
    while (!accept('}')) {
      String key = string();
      expect(':');
      if (key.equals("descr") && type.isEmpty()) {
        type = Optional.of(type());
      } else if (key.equals("fortran_order") && fortran.isEmpty()) {
        fortran = Optional.of(truth());
      } else if (key.equals("shape") && shape.isEmpty()) {
        shape = Optional.of(shape());
      } else {
        throw malformed();
      }
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    if (!text.substring(at).isBlank() || type.isEmpty() || fortran.isEmpty() || shape.isEmpty()) {
      throw malformed();
    }
    String code = type.get();
    NpyHeader header =
        new NpyHeader(valueType(code), order(code), fortran.get(), shape.get(), bytes);
    try {
      header.dataBytes();
    } catch (ArithmeticException e) {
      throw new RecordFlaw(
          RejectionReason.WRONG_SHAPE, "the array: expected a shape that a file can hold");
    }
    return header;
  }

  private String type() throws RecordFlaw {
    if (peek() == '[') {
      throw unsupported("and is of records");
    }
    String code = string();
    if (code.contains("O")) {
      // Python objects, which loading would make anew by running code.
      throw unsupported("and is pickle");
    }
    return code;
  }

  private static NpyType valueType(String code) throws RecordFlaw {
    return NpyType.of(code.substring(Math.min(1, code.length())))
        .filter(
            known ->
                code.charAt(0) == '<'
                    || code.charAt(0) == '>'
                    || (code.charAt(0) == '|' && known.bytes() == 1))
        .orElseThrow(() -> unsupported("and is of another type"));
  }

  private static ByteOrder order(String code) {
    return code.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private boolean truth() throws RecordFlaw {
    peek();
    for (String word : List.of("True", "False")) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word.equals("True");
      }
    }
    throw malformed();
  }

  private List<Long> shape() throws RecordFlaw {
    List<Long> shape = new ArrayList<>();
    expect('(');
    while (!accept(')')) {
      shape.add(number());
      if (shape.size() > MOST_DIMENSIONS) {
        throw malformed();
      }
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    return List.copyOf(shape);
  }

  private long number() throws RecordFlaw {
    peek();
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == from || at - from > MOST_DIGITS) {
      throw malformed();
    }
    long number = Long.parseLong(text, from, at, 10);
    // Python 2 wrote an L after a long.
    accept('L');
    return number;
  }

  private String string() throws RecordFlaw {
    char quote = peek();
    int to = text.indexOf(quote, at + 1);
    if ((quote != '\'' && quote != '"') || to < 0) {
      throw malformed();
    }
    String inside = text.substring(at + 1, to);
    at = to + 1;
    return inside;
  }

  /** The next character that is no space; a NUL at the end. */
  private char peek() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean accept(char c) {
    boolean there = peek() == c;
    if (there) {
      at++;
    }
    return there;
  }

  private void expect(char c) throws RecordFlaw {
    if (!accept(c)) {
      throw malformed();
    }
  }

  private static RecordFlaw malformed() {
    return new RecordFlaw(
        RejectionReason.UNREADABLE_FILE,
        "the array's header: expected descr, fortran_order and shape as NumPy writes them");
  }

  private static RecordFlaw unsupported(String is) {
    return new RecordFlaw(
        RejectionReason.UNSUPPORTED_ENCODING,
        "the array: expected float32, float64, int16, uint16, int32 or uint8, " + is);
  }
}
