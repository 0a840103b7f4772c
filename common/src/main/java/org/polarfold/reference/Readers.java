package org.polarfold.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.ArmSamples;
import org.polarfold.evaluate.Auroc;
import org.polarfold.evaluate.CellSamples;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.MetaAnalysis;
import org.polarfold.evaluate.PairedDrop;
import org.polarfold.evaluate.Sample;
import org.polarfold.reference.ReadersResult.Errors;
import org.polarfold.reference.ReadersResult.Labelling;
import org.polarfold.reference.ReadersResult.Pooled;
import org.polarfold.reference.ReadersResult.ReaderErrors;
import org.polarfold.study.SiteId;

/** What several readers say of the patients of a target. */
final class Readers {

  private final CellSamples cell;
  private final SortedMap<String, double[]> readings;
  // Codes of the patients whom at least one of them read.
  private final int[] read;

  /**
   * Takes the readings.
   *
   * @param readings by reader, one a patient's code, NaN where there is none
   */
  Readers(CellSamples cell, SortedMap<String, double[]> readings) {
    this.cell = cell;
    this.readings = readings;
    this.read =
        IntStream.range(0, readings.values().stream().mapToInt(all -> all.length).max().orElse(0))
            .filter(i -> readings.values().stream().anyMatch(all -> !Double.isNaN(all[i])))
            .toArray();
  }

  ReadersResult result() {
    Estimate<DawidSkene> model =
        DawidSkene.of(
            readings.values().stream()
                .map(all -> Arrays.stream(read).mapToDouble(i -> all[i]).toArray())
                .toArray(double[][]::new));
    List<Labelling> labels = new ArrayList<>();
    labels.add(labelling("file", cell.arms()));
    readings.forEach((reader, said) -> labels.add(labelling("reader:" + reader, said)));
    labels.add(labelling("majority", majority()));
    if (model instanceof Estimate.Value<DawidSkene> value) {
      labels.add(labelling("dawidSkene", likeliest(value.value())));
    }
    return new ReadersResult(kappa(), model.map(this::errors), List.copyOf(labels));
  }

  private Errors errors(DawidSkene model) {
    List<String> names = List.copyOf(readings.keySet());
    return new Errors(
        model.prevalence(),
        model.iterations(),
        IntStream.range(0, names.size())
            .mapToObj(
                r ->
                    new ReaderErrors(
                        names.get(r), model.sensitivities().get(r), model.specificities().get(r)))
            .toList());
  }

  private Estimate<FleissKappa> kappa() {
    List<Integer> positives = new ArrayList<>();
    for (int i : read) {
      double sum = 0;
      for (double[] all : readings.values()) {
        sum += all[i];
      }
      if (!Double.isNaN(sum)) {
        positives.add((int) sum);
      }
    }
    return FleissKappa.of(positives, readings.size());
  }

  /** By patient's code; none where as many say 1 as 0. */
  private double[] majority() {
    double[] labels = nobody();
    for (int i : read) {
      double balance = 0;
      for (double[] all : readings.values()) {
        balance += Double.isNaN(all[i]) ? 0 : 2 * all[i] - 1;
      }
      labels[i] = balance == 0 ? Double.NaN : balance > 0 ? 1 : 0;
    }
    return labels;
  }

  private double[] likeliest(DawidSkene model) {
    double[] labels = nobody();
    for (int k = 0; k < read.length; k++) {
      double posterior = model.posteriors().get(k);
      labels[read[k]] = posterior == 0.5 ? Double.NaN : posterior > 0.5 ? 1 : 0;
    }
    return labels;
  }

  private double[] nobody() {
    double[] labels =
        new double[readings.values().stream().mapToInt(all -> all.length).max().orElse(0)];
    Arrays.fill(labels, Double.NaN);
    return labels;
  }

  private Labelling labelling(String name, double[] labels) {
    SortedMap<Arm, ArmSamples> arms = new TreeMap<>();
    cell.arms().forEach((arm, samples) -> arms.put(arm, samples.labelled(labels)));
    return labelling(name, arms);
  }

  private static Labelling labelling(String name, SortedMap<Arm, ArmSamples> arms) {
    Map<String, Estimate<Pooled>> areas = new LinkedHashMap<>();
    arms.forEach((arm, samples) -> areas.put(arm.name(), area(samples)));
    ArmSamples first = arms.get(arms.firstKey());
    Sample patients = first == null ? Sample.NOBODY : first.pooled();
    return new Labelling(name, patients.size(), patients.events(), areas, drop(arms));
  }

  private static Estimate<Pooled> area(ArmSamples arm) {
    SortedMap<SiteId, Estimate<Auroc>> sites = new TreeMap<>();
    arm.sites().forEach((site, sample) -> sites.put(site, Auroc.of(sample)));
    return MetaAnalysis.ofAurocs(sites).map(Readers::pooled);
  }

  private static Estimate<Pooled> drop(SortedMap<Arm, ArmSamples> arms) {
    ArmSamples internal = arms.get(Arm.INTERNAL);
    ArmSamples external = arms.get(Arm.EXTERNAL);
    if (internal == null || external == null) {
      return Estimate.none("no internal and external arm");
    }
    SortedMap<SiteId, PairedDrop> sites = new TreeMap<>();
    for (SiteId site : ArmSamples.sitesOf(internal, external)) {
      sites.put(site, PairedDrop.of(internal.site(site), external.site(site)));
    }
    return MetaAnalysis.ofDrops(sites).map(Readers::pooled);
  }

  private static Pooled pooled(MetaAnalysis sites) {
    return new Pooled(sites.k(), sites.estimate(), sites.lower(), sites.upper());
  }
}
