package org.polarfold.ingest;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.polarfold.ingest.ClinicalTables.ClinicalRow;
import org.polarfold.ingest.IngestOutcome.Accepted;
import org.polarfold.ingest.IngestOutcome.Rejected;
import org.polarfold.study.MapKind;
import org.polarfold.study.PatientId;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Quantity;

/** What has come so far of one patient; closed once its outcome is known. */
final class OpenRecord {

  private final PatientId id;
  private final Set<MapKind> seen = EnumSet.noneOf(MapKind.class);

  /** Where the maps that have come wait. */
  private final Map<MapKind, Integer> waiting = new EnumMap<>(MapKind.class);

  /** The clinical tables that have had a row, as bits. */
  private long tables;

  private RecordPlace place;
  private @Nullable PatientFacts facts;
  private double colourResidual = -1;
  private boolean open = true;

  OpenRecord(PatientId id, RecordPlace place) {
    this.id = id;
    this.place = place;
  }

  static RecordFlaw withoutPatientRow() {
    return new RecordFlaw(
        RejectionReason.NO_PATIENT_ROW, "the patient: expected a row of the patient table");
  }

  void facts(PatientFacts of) {
    facts = of;
  }

  /** Whether no row of this clinical table has come before; from now on one has. */
  boolean isNew(ClinicalRow row) {
    long before = tables;
    tables |= 1L << row.table();
    return tables != before;
  }

  /** Adds what a row of a clinical table says; nothing more once the record is closed. */
  void add(ClinicalRow row) throws RecordFlaw {
    if (facts != null) {
      row.addTo(facts);
    }
  }

  boolean isOpen() {
    return open;
  }

  /** Whether none of these states has come before; from now on they have. */
  boolean isNew(Set<MapKind> kinds) {
    boolean isNew = kinds.stream().noneMatch(seen::contains);
    seen.addAll(kinds);
    return isNew;
  }

  void add(MapKind kind, SentMap sent, RecordPlace at, WaitingMaps maps) {
    if (waiting.isEmpty()) {
      place = at;
    }
    waiting.put(kind, maps.keep(sent.map()));
    colourResidual = Math.max(colourResidual, sent.colourResidual().orElse(-1));
  }

  /** Whether every state that the site sends of a study is there, and a row of the patient. */
  boolean isComplete(Set<MapKind> states) {
    return facts != null && waiting.keySet().containsAll(states);
  }

  /**
   * The study of a complete record, which is closed then.
   *
   * @throws RecordFlaw where what the site computed itself is not what follows from the maps
   */
  IngestOutcome study(SiteExport export, WaitingMaps maps) throws RecordFlaw {
    PatientFacts known = java.util.Objects.requireNonNull(facts);
    Quantity quantity = export.maps().quantity();
    Map<MapKind, PolarMap> taken = new EnumMap<>(MapKind.class);
    waiting.forEach((kind, at) -> taken.put(kind, maps.take(at)));
    waiting.clear();
    close(maps);
    for (Map.Entry<MapKind, PolarMap> map : taken.entrySet()) {
      double[] sent = known.segmentMeans(map.getKey());
      if (sent.length > 0) {
        SegmentAgreement.check(
            map.getKey(), sent, map.getValue(), export.tolerances().segmentMeans());
      }
    }
    if (quantity == Quantity.FLOW) {
      addThird(taken, export.tolerances());
    }
    return new Accepted(
        place,
        new PerfusionStudy(
            id,
            export.site(),
            known.facts(),
            known.acquisition(),
            quantity,
            taken,
            colourResidual < 0 ? OptionalDouble.empty() : OptionalDouble.of(colourResidual)));
  }

  /**
   * Of two maps of flow follows the third. The reserve is always stress over rest; one that was
   * sent is held against it.
   */
  private static void addThird(Map<MapKind, PolarMap> maps, Tolerances tolerances)
      throws RecordFlaw {
    PolarMap rest = maps.get(MapKind.REST);
    PolarMap stress = maps.get(MapKind.STRESS);
    PolarMap reserve = maps.get(MapKind.RESERVE);
    if (rest != null && stress != null) {
      if (reserve != null) {
        SegmentAgreement.checkReserve(reserve, rest, stress, tolerances.reserve());
      }
      maps.put(MapKind.RESERVE, stress.over(rest));
    } else if (stress != null && reserve != null) {
      maps.put(MapKind.REST, stress.over(reserve));
    } else if (rest != null && reserve != null) {
      maps.put(MapKind.STRESS, rest.times(reserve));
    }
  }

  /** Why it never became a study, at the end of the files. */
  IngestOutcome incomplete(Set<MapKind> states) {
    if (waiting.isEmpty()) {
      return new Rejected(place, RejectionReason.NO_MAPS, "the patient: expected maps");
    }
    MapKind missing =
        states.stream().filter(kind -> !waiting.containsKey(kind)).findFirst().orElseThrow();
    return new Rejected(
        place, RejectionReason.MISSING_MAP, "the " + missing.key() + " map: expected it");
  }

  void close(WaitingMaps maps) {
    open = false;
    waiting.values().forEach(maps::take);
    waiting.clear();
    facts = null;
  }
}
