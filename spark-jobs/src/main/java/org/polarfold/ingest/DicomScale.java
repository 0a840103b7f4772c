package org.polarfold.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.polarfold.ingest.DicomElements.Span;
import org.polarfold.study.MapKind;

/**
 * What a stored number stands for: slope times the number plus intercept. A real-world value
 * mapping (PS3.3, C.7.6.16.2.11) comes before rescaling (C.7.6.16.2.9, C.11.1), for it maps the
 * stored numbers themselves; in each of the two what a frame says comes before what all frames
 * share, and that before what stands at the top of the header. Of several mappings the first in the
 * site's unit counts. The range that a mapping declares for stored numbers is not looked at.
 *
 * @param slope not 0
 * @param intercept in the unit
 * @param unit where the header states one
 */
record DicomScale(double slope, double intercept, Optional<StatedUnit> unit) {

  private static final int RESCALING = 0x00289145;
  private static final int MAPPED_SLOPE = 0x00409225;
  private static final int MAPPED_INTERCEPT = 0x00409224;
  private static final int MAPPED_UNITS = 0x004008EA;
  private static final int CODE_VALUE = 0x00080100;
  private static final int CODING_SCHEME = 0x00080102;
  private static final String UCUM = "UCUM";
  private static final int MOST_MAPPINGS = 64;

  private static final Set<Integer> RESCALED = Set.of(DicomHeader.SLOPE, DicomHeader.INTERCEPT);

  private static final Set<Integer> GROUPS = Set.of(DicomHeader.REAL_WORLD_MAPPINGS, RESCALING);

  /**
   * The scale of a frame.
   *
   * @param frame the first is 1
   * @throws RecordFlaw also where the header states another unit than the site's
   */
  static DicomScale of(DicomHeader header, int frame, MapUnit unit, MapKind kind)
      throws RecordFlaw {
    List<Map<Integer, DicomElement>> groups = groups(header, frame);
    List<DicomScale> mappings = List.of();
    for (Map<Integer, DicomElement> group : groups) {
      DicomElement sequence = group.get(DicomHeader.REAL_WORLD_MAPPINGS);
      if (mappings.isEmpty() && sequence != null) {
        mappings = mappings(header, sequence);
      }
    }
    List<DicomScale> stated = mappings.isEmpty() ? List.of(rescaling(header, groups)) : mappings;
    return stated.stream()
        .filter(scale -> scale.unit.isEmpty() || scale.unit.get().isThatOf(unit, kind))
        .findFirst()
        .orElseThrow(
            () ->
                new RecordFlaw(
                    RejectionReason.UNIT_MISMATCH,
                    "the "
                        + kind.key()
                        + " map: the file's header states another unit than maps.unit"));
  }

  /** Value of a stored number. */
  double value(double stored) {
    return slope * stored + intercept;
  }

  /** Where scales may stand, what counts first coming first. */
  private static List<Map<Integer, DicomElement>> groups(DicomHeader header, int frame)
      throws RecordFlaw {
    List<Map<Integer, DicomElement>> groups = new ArrayList<>();
    Optional<DicomElement> frames = header.element(DicomHeader.FRAME_GROUPS);
    if (frames.isPresent()) {
      List<Span> items = header.elements().items(frames.get(), DicomElements.MOST_ITEMS);
      if (items.size() != header.frames()) {
        throw DicomBytes.unreadable("as many functional groups as frames");
      }
      groups.add(header.elements().find(items.get(frame - 1), GROUPS, Set.of()));
    }
    Optional<DicomElement> shared = header.element(DicomHeader.SHARED_GROUPS);
    if (shared.isPresent()) {
      groups.add(single(header, shared.get(), GROUPS));
    }
    header
        .element(DicomHeader.REAL_WORLD_MAPPINGS)
        .ifPresent(top -> groups.add(Map.of(DicomHeader.REAL_WORLD_MAPPINGS, top)));
    return groups;
  }

  private static List<DicomScale> mappings(DicomHeader header, DicomElement sequence)
      throws RecordFlaw {
    List<DicomScale> mappings = new ArrayList<>();
    for (Span item : header.elements().items(sequence, MOST_MAPPINGS)) {
      Map<Integer, DicomElement> found =
          header
              .elements()
              .find(item, Set.of(MAPPED_SLOPE, MAPPED_INTERCEPT, MAPPED_UNITS), Set.of());
      DicomElement slope = found.get(MAPPED_SLOPE);
      DicomElement intercept = found.get(MAPPED_INTERCEPT);
      DicomElement units = found.get(MAPPED_UNITS);
      if (slope == null || intercept == null) {
        throw new RecordFlaw(
            RejectionReason.UNSUPPORTED_ENCODING,
            "the file: expected real-world value mappings with slope and intercept");
      }
      mappings.add(
          checked(
              header.real(slope, "RealWorldValueSlope (0040,9225)"),
              header.real(intercept, "RealWorldValueIntercept (0040,9224)"),
              units == null ? Optional.empty() : unit(header, units)));
    }
    return mappings;
  }

  /** The unit of a mapping, where it is a code of UCUM; codes of others cannot be checked. */
  private static Optional<StatedUnit> unit(DicomHeader header, DicomElement sequence)
      throws RecordFlaw {
    Map<Integer, DicomElement> code = single(header, sequence, Set.of(CODE_VALUE, CODING_SCHEME));
    DicomElement value = code.get(CODE_VALUE);
    DicomElement scheme = code.get(CODING_SCHEME);
    return value == null || scheme == null || !header.code(scheme).equals(UCUM)
        ? Optional.empty()
        : Optional.of(StatedUnit.ofUcum(header.code(value)));
  }

  /** The elements of a sequence's one item; none where it is empty. */
  private static Map<Integer, DicomElement> single(
      DicomHeader header, DicomElement sequence, Set<Integer> wanted) throws RecordFlaw {
    List<Span> items = header.elements().items(sequence, 1);
    return items.isEmpty() ? Map.of() : header.elements().find(items.get(0), wanted, Set.of());
  }

  private static DicomScale rescaling(DicomHeader header, List<Map<Integer, DicomElement>> groups)
      throws RecordFlaw {
    Optional<StatedUnit> unit =
        header.code(DicomHeader.UNITS).filter(text -> !text.isEmpty()).map(StatedUnit::ofUnits);
    for (Map<Integer, DicomElement> group : groups) {
      DicomElement sequence = group.get(RESCALING);
      if (sequence != null) {
        return rescaling(header, single(header, sequence, RESCALED), unit);
      }
    }
    Map<Integer, DicomElement> top = new HashMap<>();
    for (int tag : RESCALED) {
      header.element(tag).ifPresent(element -> top.put(tag, element));
    }
    return rescaling(header, top, unit);
  }

  private static DicomScale rescaling(
      DicomHeader header, Map<Integer, DicomElement> found, Optional<StatedUnit> unit)
      throws RecordFlaw {
    DicomElement slope = found.get(DicomHeader.SLOPE);
    DicomElement intercept = found.get(DicomHeader.INTERCEPT);
    return checked(
        slope == null ? 1 : header.decimal(slope, "RescaleSlope (0028,1053)"),
        intercept == null ? 0 : header.decimal(intercept, "RescaleIntercept (0028,1052)"),
        unit);
  }

  private static DicomScale checked(double slope, double intercept, Optional<StatedUnit> unit)
      throws RecordFlaw {
    if (slope == 0) {
      throw DicomBytes.unreadable("a slope that is not 0");
    }
    return new DicomScale(slope, intercept, unit);
  }
}
