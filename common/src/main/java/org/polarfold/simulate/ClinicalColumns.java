package org.polarfold.simulate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polarfold.simulate.ExportFormat.Words;

/**
 * What a site tells of its patients beside age and labels.
 *
 * @param race the column of race and its words, if it is told
 * @param readers words of each reader that is told, by reader; positive is abnormal
 * @param angiography what angiography did, if it is told
 */
record ClinicalColumns(
    Optional<RaceWords> race, Map<String, Words> readers, Optional<AngiographyWords> angiography) {

  /**
   * How race is told.
   *
   * @param column name of its column
   * @param words a word for every race
   */
  record RaceWords(String column, Map<Race, String> words) {
    RaceWords {
      words = Collections.unmodifiableMap(new EnumMap<>(words));
    }
  }

  /**
   * How angiography is told.
   *
   * @param done whether it was done
   * @param obstructive what it found; missing where it was not done
   */
  record AngiographyWords(Words done, Words obstructive) {}

  ClinicalColumns {
    readers = Collections.unmodifiableMap(new LinkedHashMap<>(readers));
  }

  /** Names of the columns, in the order of {@link #cells}. */
  List<String> columns() {
    List<String> columns = new ArrayList<>();
    race.ifPresent(told -> columns.add(told.column()));
    readers.values().forEach(words -> columns.add(words.column()));
    angiography.ifPresent(
        told -> {
          columns.add(told.done().column());
          columns.add(told.obstructive().column());
        });
    return columns;
  }

  /**
   * One patient's words.
   *
   * @param contradictory whether a narrowed artery is told of an angiography that was not done
   */
  List<String> cells(Examination examination, String missing, boolean contradictory) {
    List<String> cells = new ArrayList<>();
    Practice.Findings findings = examination.findings();
    race.ifPresent(
        told ->
            cells.add(told.words().getOrDefault(examination.patient().person().race(), missing)));
    readers.forEach(
        (reader, words) -> cells.add(words.of(findings.readings().getOrDefault(reader, false))));
    angiography.ifPresent(
        told -> {
          cells.add(told.done().of(findings.angiography() && !contradictory));
          cells.add(
              findings.angiography() || contradictory
                  ? told.obstructive()
                      .of(contradictory || examination.patient().disease().obstructive())
                  : missing);
        });
    return cells;
  }
}
