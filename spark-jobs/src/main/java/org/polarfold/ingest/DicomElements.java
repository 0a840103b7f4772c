package org.polarfold.ingest;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks over the data elements of a DICOM file (PS3.5, chapter 7) and finds those that are asked
 * for; the value of no other is ever read. Every length is held against what encloses it, sequences
 * nest {@value #DEEPEST} deep at most, and a file has a bounded number of steps.
 */
final class DicomElements {

  static final int DEEPEST = 16;

  /** Items of one sequence at most: those of as many frames as are read. */
  static final int MOST_ITEMS = 4096;

  private static final int MOST_STEPS = 4_000_000;

  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_END = 0xFFFEE00D;
  private static final int SEQUENCE_END = 0xFFFEE0DD;
  private static final int DELIMITERS = 0xFFFE;

  private static final int UNKNOWN = 'U' << 8 | 'N';

  /** Representations with a length of 16 bits; all others, future ones too, have 32. */
  private static final Set<String> SHORT =
      Set.of(
          "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FL", "FD", "IS", "LO", "LT", "PN", "SH", "SL",
          "SS", "ST", "TM", "UI", "UL", "US");

  private final DicomBytes bytes;
  private int steps;

  /**
   * A data set: the whole file behind its header, or an item.
   *
   * @param from its first byte
   * @param to the byte behind its last
   * @param syntax how it is encoded
   */
  record Span(long from, long to, DicomSyntax syntax) {}

  DicomElements(DicomBytes bytes) {
    this.bytes = bytes;
  }

  /**
   * The elements of a data set that are there of those asked for.
   *
   * @param last tags behind which nothing is looked for
   * @throws RecordFlaw also where one comes twice
   */
  Map<Integer, DicomElement> find(Span set, Set<Integer> wanted, Set<Integer> last)
      throws RecordFlaw {
    Map<Integer, DicomElement> found = new HashMap<>();
    long at = set.from();
    while (at < set.to()) {
      DicomElement element = element(at, set.to(), set.syntax());
      if (wanted.contains(element.tag()) && found.put(element.tag(), element) != null) {
        throw DicomBytes.unreadable("no data element twice");
      }
      if (last.contains(element.tag())) {
        break;
      }
      at = after(element, 0);
    }
    return found;
  }

  /** The elements of the file's own header, group 0002, and where the data set begins. */
  long find(long from, Set<Integer> wanted, Map<Integer, DicomElement> found) throws RecordFlaw {
    long at = from;
    while (at < bytes.length()
        && bytes.unsigned16(at, ByteOrder.LITTLE_ENDIAN) == DicomHeader.FILE_GROUP) {
      DicomElement element = element(at, bytes.length(), DicomSyntax.EXPLICIT_LITTLE);
      if (wanted.contains(element.tag()) && found.put(element.tag(), element) != null) {
        throw DicomBytes.unreadable("no data element twice");
      }
      at = after(element, 0);
    }
    return at;
  }

  /** The items of a sequence, or the fragments of encapsulated pixel data. */
  List<Span> items(DicomElement sequence, int most) throws RecordFlaw {
    List<Span> items = new ArrayList<>();
    long end = sequence.isUndefined() ? sequence.limit() : sequence.from() + sequence.length();
    long at = sequence.from();
    while (sequence.isUndefined() || at < end) {
      step();
      int tag = tag(at, end, sequence.inner().order());
      long length = bytes.unsigned32(at + 4, sequence.inner().order());
      if (tag == SEQUENCE_END && sequence.isUndefined()) {
        break;
      }
      if (tag != ITEM || items.size() >= most) {
        throw DicomBytes.unreadable("sequences of at most " + most + " items");
      }
      Span item = item(at + 8, length, end, sequence.inner(), 1);
      items.add(item);
      at = length == DicomElement.UNDEFINED ? item.to() + 8 : item.to();
    }
    return items;
  }

  private Span item(long from, long length, long end, DicomSyntax syntax, int depth)
      throws RecordFlaw {
    if (length != DicomElement.UNDEFINED) {
      if (length > end - from) {
        throw DicomBytes.truncated();
      }
      return new Span(from, from + length, syntax);
    }
    long at = from;
    while (tag(at, end, syntax.order()) != ITEM_END) {
      at = after(element(at, end, syntax), depth);
    }
    return new Span(from, at, syntax);
  }

  /** The byte behind an element. */
  private long after(DicomElement element, int depth) throws RecordFlaw {
    if (!element.isUndefined()) {
      return element.from() + element.length();
    }
    if (depth >= DEEPEST) {
      throw DicomBytes.unreadable("sequences at most " + DEEPEST + " deep");
    }
    DicomSyntax inner = element.inner();
    long at = element.from();
    while (tag(at, element.limit(), inner.order()) == ITEM) {
      step();
      long length = bytes.unsigned32(at + 4, inner.order());
      Span item = item(at + 8, length, element.limit(), inner, depth + 1);
      at = length == DicomElement.UNDEFINED ? item.to() + 8 : item.to();
    }
    if (tag(at, element.limit(), inner.order()) != SEQUENCE_END) {
      throw DicomBytes.unreadable("sequences that end");
    }
    return at + 8;
  }

  private int tag(long at, long end, ByteOrder order) throws RecordFlaw {
    if (end - at < 8) {
      throw DicomBytes.truncated();
    }
    return bytes.unsigned16(at, order) << 16 | bytes.unsigned16(at + 2, order);
  }

  private DicomElement element(long at, long end, DicomSyntax syntax) throws RecordFlaw {
    step();
    ByteOrder order = syntax.order();
    int tag = tag(at, end, order);
    if (tag >>> 16 == DELIMITERS) {
      throw DicomBytes.unreadable("no delimiter outside a sequence");
    }
    int vr = 0;
    long from = at + 8;
    long length;
    if (!syntax.isExplicit()) {
      length = bytes.unsigned32(at + 4, order);
    } else {
      vr = bytes.unsigned16(at + 4, ByteOrder.BIG_ENDIAN);
      String letters = "" + (char) (vr >> 8) + (char) (vr & 0xFF);
      if (SHORT.contains(letters)) {
        length = bytes.unsigned16(at + 6, order);
      } else if (!letters.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
        throw DicomBytes.unreadable("data elements with a value representation");
      } else if (end - at < 12) {
        throw DicomBytes.truncated();
      } else {
        length = bytes.unsigned32(at + 8, order);
        from = at + 12;
      }
    }
    if (length != DicomElement.UNDEFINED && length > end - from) {
      throw DicomBytes.truncated();
    }
    // What an old program did not know stays as it came, which was implicit (PS3.5, 6.2.2).
    DicomSyntax inner = vr == UNKNOWN ? DicomSyntax.IMPLICIT_LITTLE : syntax;
    return new DicomElement(tag, vr, from, length, end, inner);
  }

  private void step() throws RecordFlaw {
    steps++;
    if (steps > MOST_STEPS) {
      throw DicomBytes.unreadable("fewer data elements");
    }
  }
}
