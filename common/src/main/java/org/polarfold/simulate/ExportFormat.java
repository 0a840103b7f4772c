package org.polarfold.simulate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polarfold.export.ExportStyle;
import org.polarfold.export.Layout;
import org.polarfold.export.TableLayout;
import org.polarfold.study.Target;

/**
 * How a site writes its files: one of the forms that {@code docs/site-export.md} allows.
 *
 * @param style of numbers and tables
 * @param age name of the age column
 * @param identifier what hospital numbers begin with; seven digits follow
 * @param layout how maps are laid out
 * @param segmentMeans what columns of the table of segment means under stress begin with, if the
 *     site sends one; 1 to 17 follow
 * @param labels words by target, in the order of targets
 * @param clinical what else it tells
 */
record ExportFormat(
    ExportStyle style,
    String age,
    String identifier,
    Layout layout,
    Optional<String> segmentMeans,
    Map<Target, Words> labels,
    ClinicalColumns clinical) {

  /**
   * A site's words for one label, or for another answer of yes or no.
   *
   * @param column name of its column
   * @param positive word for 1
   * @param negative word for 0
   */
  record Words(String column, String positive, String negative) {

    String of(boolean label) {
      return label ? positive : negative;
    }
  }

  ExportFormat {
    Map<Target, Words> ordered = new EnumMap<>(Target.class);
    ordered.putAll(labels);
    labels = Collections.unmodifiableMap(ordered);
  }

  /** The same with other hospital numbers. */
  ExportFormat with(String otherIdentifier) {
    return new ExportFormat(style, age, otherIdentifier, layout, segmentMeans, labels, clinical);
  }

  /** Columns of the patient table after the patient's. */
  List<String> patientColumns() {
    List<String> columns = new ArrayList<>();
    columns.add(age);
    labels.values().forEach(words -> columns.add(words.column()));
    columns.addAll(clinical.columns());
    return columns;
  }

  /** A word for a label that is none of the site's. */
  String unknownWord() {
    StringBuilder word = new StringBuilder("?");
    while (isKnown(word.toString())) {
      word.append('9');
    }
    return word.toString();
  }

  private boolean isKnown(String word) {
    return word.equals(style.missing())
        || labels.values().stream()
            .anyMatch(words -> word.equals(words.positive()) || word.equals(words.negative()));
  }

  /** Whether maps are sent as segment means and not as maps. */
  boolean ofSegments() {
    return layout instanceof TableLayout.SegmentTable || layout instanceof TableLayout.LongTable;
  }
}
