package org.polarfold.simulate;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.polarfold.study.Target;

/**
 * How a site writes its files: one of the forms that {@code docs/site-export.md} allows.
 *
 * @param charset UTF-8 or ISO-8859-1
 * @param delimiter between columns
 * @param decimal the decimal sign
 * @param missing what stands for no value
 * @param unit of flow
 * @param patient name of the patient column, in both files
 * @param age name of the age column
 * @param identifier what hospital numbers begin with; seven digits follow
 * @param layout how flow is laid out
 * @param labels words by target, in the order of targets
 * @param clinical what else it tells
 */
record ExportFormat(
    Charset charset,
    char delimiter,
    char decimal,
    String missing,
    Unit unit,
    String patient,
    String age,
    String identifier,
    Layout layout,
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

  /** Unit of flow, with what one mL/min/g is in it and how many decimals are written. */
  enum Unit {
    ML_PER_MIN_PER_G("mL/min/g", 1, 3),
    ML_PER_MIN_PER_100G("mL/min/100g", 100, 1);

    final String text;
    private final double scale;
    private final int decimals;

    Unit(String text, double scale, int decimals) {
      this.text = text;
      this.scale = scale;
      this.decimals = decimals;
    }
  }

  ExportFormat {
    Map<Target, Words> ordered = new EnumMap<>(Target.class);
    ordered.putAll(labels);
    labels = Collections.unmodifiableMap(ordered);
  }

  /** A flow in mL/min/g as this site writes it. */
  String flow(double value) {
    return number(value * unit.scale, unit.decimals);
  }

  /** A number with this many decimals and the site's decimal sign. */
  String number(double value, int decimals) {
    long unscaled = Math.round(value * Math.pow(10, decimals));
    return BigDecimal.valueOf(unscaled, decimals).toPlainString().replace('.', decimal);
  }
}
