package org.polarfold.ingest;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
  private final Map<MapKind, SentMap> maps = new EnumMap<>(MapKind.class);
  private RecordPlace place;
  private @Nullable PatientFacts facts;
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

  boolean isOpen() {
    return open;
  }

  /** Whether none of these states has come before; from now on they have. */
  boolean isNew(Set<MapKind> kinds) {
    boolean isNew = kinds.stream().noneMatch(seen::contains);
    seen.addAll(kinds);
    return isNew;
  }

  void add(MapKind kind, SentMap map, RecordPlace at) {
    if (maps.isEmpty()) {
      place = at;
    }
    maps.put(kind, map);
  }

  /** The study, once every state that the site sends is there; the record is closed then. */
  Optional<IngestOutcome> complete(SiteExport export) throws RecordFlaw {
    if (facts == null || !maps.keySet().containsAll(export.maps().states())) {
      return Optional.empty();
    }
    Map<MapKind, PolarMap> complete = completed(export.maps().quantity());
    PerfusionStudy study =
        new PerfusionStudy(
            id,
            export.site(),
            facts.facts(),
            facts.acquisition(),
            export.maps().quantity(),
            complete,
            colourResidual());
    close();
    return Optional.of(new Accepted(place, study));
  }

  /** With the third map computed where two of flow are there; the reserve always is. */
  private Map<MapKind, PolarMap> completed(Quantity quantity) throws RecordFlaw {
    Map<MapKind, PolarMap> complete = new EnumMap<>(MapKind.class);
    maps.forEach((kind, sent) -> complete.put(kind, sent.map()));
    if (quantity == Quantity.FLOW) {
      PolarMap rest = complete.get(MapKind.REST);
      PolarMap stress = complete.get(MapKind.STRESS);
      if (rest != null && stress != null) {
        complete.put(MapKind.RESERVE, stress.over(rest));
      }
    }
    return complete;
  }

  private OptionalDouble colourResidual() {
    return maps.values().stream().flatMapToDouble(m -> m.colourResidual().stream()).max();
  }

  /** Why it never became a study, at the end of the files. */
  IngestOutcome incomplete(Set<MapKind> states) {
    if (maps.isEmpty()) {
      return new Rejected(place, RejectionReason.NO_MAPS, "the patient: expected maps");
    }
    MapKind missing =
        states.stream().filter(kind -> !maps.containsKey(kind)).findFirst().orElseThrow();
    return new Rejected(
        place, RejectionReason.MISSING_MAP, "the " + missing.key() + " map: expected it");
  }

  void close() {
    open = false;
    maps.clear();
  }
}
