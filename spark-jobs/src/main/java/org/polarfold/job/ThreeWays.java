package org.polarfold.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * One computation as Polarfold does it, as DL4J's own layers do, and as PyTorch does.
 *
 * @param name of the figure
 * @param others what the figures of the others are called after, empty or ending in a space
 * @param batch pictures at a time
 * @param ours one pass
 * @param stock one pass of DL4J's own layers
 */
record ThreeWays(
    String name, String others, int batch, Runnable ours, Runnable stock, PyTorch pyTorch) {

  private static final String BENCH = "backbone";
  private static final String UNIT = "images/s";
  private static final int WARM_UPS = 60;

  /** Passes in a turn, of whose times the median counts; PyTorch has as many. */
  static final int TIMES = 9;

  /**
   * Runs them in turns.
   *
   * @param pairs turns, of whose ratios the median counts
   * @param detail of our own, by its images/s
   */
  List<Figure> figures(int pairs, DoubleFunction<Map<String, Object>> detail) {
    // Until Java's compiler is done with the loops.
    for (int i = 0; i < WARM_UPS; i++) {
      ours.run();
    }
    stock.run();
    List<Double> own = new ArrayList<>();
    List<Double> dl4j = new ArrayList<>();
    List<Double> torch = new ArrayList<>();
    Map<String, String> versions = new LinkedHashMap<>();
    for (int pair = 0; pair < pairs; pair++) {
      own.add(perSecond(Timing.median(0, TIMES, ours).seconds()));
      dl4j.add(perSecond(Timing.once(stock).seconds()));
      Optional<JsonNode> answer = pyTorch.answer();
      if (answer.isPresent()) {
        List<Double> seconds = new ArrayList<>();
        answer.get().path("seconds").forEach(value -> seconds.add(value.asDouble()));
        torch.add(perSecond(median(seconds)));
        for (String library : List.of("torch", "torchvision")) {
          if (answer.get().has(library)) {
            versions.put(library, answer.get().path(library).asText());
          }
        }
      }
    }
    List<Figure> figures = new ArrayList<>();
    double rate = median(own);
    figures.add(Figure.of(BENCH, name, rate, UNIT, detail.apply(rate)));
    figures.addAll(beside("DL4J's own layers", own, dl4j, Map.of()));
    if (torch.isEmpty()) {
      figures.add(
          Figure.notMeasured(BENCH, others + "PyTorch", "no python3 with torch and torchvision"));
    } else {
      figures.addAll(beside("PyTorch", own, torch, versions));
    }
    return figures;
  }

  private List<Figure> beside(
      String other, List<Double> own, List<Double> its, Map<String, ?> detail) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < its.size(); i++) {
      ratios.add(own.get(i) / its.get(i));
    }
    return List.of(
        Figure.of(BENCH, others + other, median(its), UNIT, detail),
        Figure.of(BENCH, name + " / " + other, median(ratios), "times", Map.of()));
  }

  private double perSecond(double seconds) {
    return batch / seconds;
  }

  private static double median(List<Double> values) {
    return new Median().evaluate(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
