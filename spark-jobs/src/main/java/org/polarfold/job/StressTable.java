package org.polarfold.job;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.polarfold.evaluate.ChangeCurve;
import org.polarfold.evaluate.ChangeCurve.AtGrade;
import org.polarfold.evaluate.ChangeCurve.OverSites;
import org.polarfold.evaluate.ChangeCurve.Point;
import org.polarfold.evaluate.Estimate;
import org.polarfold.stress.Grades;
import org.polarfold.stress.Kind;

/** What a stress test says, for a person to read. */
final class StressTable {

  private static final String ROW = "  %8s %9s %9s   %-25s   %-25s   %s%n";
  private static final String NONE = "none";

  private StressTable() {}

  /** The curves, kinds in the order of the grades. */
  static void print(List<ChangeCurve> curves, Grades grades, PrintStream out) {
    List<String> kinds = grades.changes().keySet().stream().map(Kind::key).toList();
    Map<String, String> units =
        grades.changes().keySet().stream().collect(Collectors.toMap(Kind::key, Kind::unit));
    curves.stream()
        .sorted(
            Comparator.comparing(ChangeCurve::target)
                .thenComparing(ChangeCurve::map)
                .thenComparing(curve -> kinds.indexOf(curve.kind())))
        .forEach(curve -> print(curve, units.getOrDefault(curve.kind(), ""), out));
    out.println();
  }

  private static void print(ChangeCurve curve, String unit, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%nAUROC of %s from the %s map under %s (%s)%s%n",
        curve.target(),
        curve.map(),
        curve.kind(),
        unit,
        curve.circular() ? "; circular: the map defines it" : "");
    out.printf(
        Locale.ROOT,
        ROW,
        "grade",
        "internal",
        "external",
        "drop (95 % interval)",
        "internal's change",
        "external's change");
    for (Point point : curve.points()) {
      out.printf(
          Locale.ROOT,
          ROW,
          BigDecimal.valueOf(point.grade()).stripTrailingZeros().toPlainString(),
          arm(point, "internal", AtGrade::auroc, StressTable::plain),
          arm(point, "external", AtGrade::auroc, StressTable::plain),
          text(point.drop(), StressTable::signed),
          arm(point, "internal", AtGrade::change, StressTable::signed),
          arm(point, "external", AtGrade::change, StressTable::signed));
    }
  }

  private static String arm(
      Point point,
      String name,
      Function<AtGrade, Estimate<OverSites>> figure,
      Function<OverSites, String> format) {
    AtGrade arm = point.arms().get(name);
    return arm == null ? NONE : text(figure.apply(arm), format);
  }

  private static String text(Estimate<OverSites> estimate, Function<OverSites, String> format) {
    return estimate instanceof Estimate.Value<OverSites> value ? format.apply(value.value()) : NONE;
  }

  private static String plain(OverSites figure) {
    return String.format(Locale.ROOT, "%.3f", figure.estimate());
  }

  private static String signed(OverSites figure) {
    return String.format(
        Locale.ROOT, "%+.3f (%+.3f to %+.3f)", figure.estimate(), figure.lower(), figure.upper());
  }
}
