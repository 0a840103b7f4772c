package org.polarfold.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.polarfold.experiment.Comparators;
import org.polarfold.experiment.Experiment;
import org.polarfold.experiment.Network;
import org.polarfold.experiment.Selection;
import org.polarfold.experiment.SiteHarmonisation;
import org.polarfold.experiment.Splitting;
import org.polarfold.experiment.Splitting.Design;
import org.polarfold.experiment.Training;
import org.polarfold.experiment.Training.TransferStep;
import org.polarfold.report.Words;
import org.polarfold.study.InputMaps;
import org.polarfold.study.Target;

/**
 * The methods of a run in words, of what it did and of nothing else: design and training from its
 * configuration, statistics from the estimates that are in its results.
 */
final class Methods {

  /** A key of references.bib, as Pandoc cites it. */
  private static final Pattern CITATION = Pattern.compile("@([a-z]+[0-9]{4}[a-z]*)");

  private final Map<String, String> sections = new LinkedHashMap<>();

  private Methods() {}

  static Methods of(RunFiles files) {
    Methods methods = new Methods();
    Optional<Experiment> experiment = files.experiment();
    experiment.ifPresent(methods::experiment);
    methods.statistics(files);
    return methods;
  }

  /** Title to text, in order. */
  Map<String, String> sections() {
    return sections;
  }

  /** The keys that are cited, in order of their first place. */
  Set<String> citations() {
    Set<String> keys = new LinkedHashSet<>();
    for (String text : sections.values()) {
      Matcher found = CITATION.matcher(text);
      while (found.find()) {
        keys.add(found.group(1));
      }
    }
    return keys;
  }

  /** As a file in Markdown, whose citations Pandoc resolves. */
  String markdown(List<String> warnings) {
    StringBuilder text = new StringBuilder();
    warnings.forEach(warning -> text.append("**").append(warning).append(".**\n\n"));
    text.append("# Methods\n");
    sections.forEach(
        (title, words) ->
            text.append("\n## ").append(title).append("\n\n").append(words).append('\n'));
    return text.toString();
  }

  private void experiment(Experiment e) {
    put("Design", design(e.splitting()));
    put("Inputs", inputs(e));
    put("Model", model(e.network()));
    put("Training", training(e.training(), e.targets()));
    put("Selection", selection(e.training()));
    put("Comparators", comparators(e.comparators()));
    put("Sites made alike", alike(e));
    put("Classes", classes(e.training()));
    put("Repeats", repeats(e));
  }

  private void put(String title, String text) {
    if (!text.isBlank()) {
      sections.put(title, text);
    }
  }

  private static String design(Splitting s) {
    List<String> text = new ArrayList<>();
    text.add(
        ("Performance was estimated by internal-external cross-validation [@steyerberg2016]. In the"
                + " internal arm, patients were divided into %d folds, balanced on site, %s and sex;"
                + " the patient's own site was present in training. In the external arm, each site"
                + " was left out of training once and scored by networks that had seen nothing of"
                + " it. A patient is in one fold only, and so in training or in testing, never in"
                + " both.")
            .formatted(s.folds(), target(s.primaryTarget())));
    text.add(
        ("A site was held out if it had at least %d patients and %d of each class of %s; a smaller"
                + " one stayed in training.")
            .formatted(s.minimumPatients(), s.minimumPerClass(), target(s.primaryTarget())));
    if (s.designs().contains(Design.MATCHED_INTERNAL)
        && s.designs().contains(Design.MATCHED_EXTERNAL)) {
      text.add(
          "Size-matched internal and external arms, whose training sets were cut to one size a"
              + " site, part the drop into the price of smaller training sets and that of being a"
              + " new site.");
    }
    if (s.designs().contains(Design.SINGLE_SITE)) {
      text.add("Networks trained at a single site were judged there by folds and at every other.");
    }
    if (s.designs().contains(Design.NAMED_EXTERNAL)) {
      text.add(
          "Sites that development never touched were judged on: %s."
              .formatted(
                  s.namedExternal().stream()
                      .map(site -> site.value())
                      .collect(Collectors.joining(", "))));
    }
    s.temporalFrom()
        .filter(month -> s.designs().contains(Design.TEMPORAL))
        .ifPresent(
            month ->
                text.add(
                    "In the temporal arm networks learnt from studies before %s and were judged on"
                            .formatted(month)
                        + " the rest."));
    return String.join(" ", text);
  }

  private static String inputs(Experiment e) {
    return ("Inputs were polar maps of 30 rings and 72 sectors from apex to base: %s. Told from"
            + " them were %s. Segment values are means over the 17 segments of the American Heart"
            + " Association [@cerqueira2002].")
        .formatted(
            e.maps().stream().map(Methods::map).collect(Collectors.joining("; ")),
            e.targets().stream().map(Methods::target).collect(Collectors.joining(" and ")));
  }

  private static String model(Network n) {
    String pixels = "%d x %d pixels".formatted(n.pixels(), n.pixels());
    String drawn =
        n.drawing() == Network.Drawing.DISC
            ? "drawn as a disc on " + pixels
            : "laid out by rings and sectors, with wrap-around, on " + pixels;
    String backbone =
        n.backbone() == Network.Backbone.RESNET_50
            ? "a ResNet-50 [@he2016] with the weights of a file of SHA-256 "
                + n.weights().map(Network.WeightsFile::sha256).orElse("unknown")
            : "a compact residual network [@he2016] pretrained on simulated polar maps";
    String frozen =
        n.frozenTo().equals("image")
            ? "No layer of it was frozen."
            : "It was frozen up to its layer %s; what follows was learnt.".formatted(n.frozenTo());
    return "The network was %s. Maps were %s. %s".formatted(backbone, drawn, frozen);
  }

  private static String training(Training t, List<Target> targets) {
    List<String> text = new ArrayList<>();
    text.add(
        ("Training took two transfer steps, after Yeung et al. [@yeung2022]: first the flow reserve of 17"
                + " segments and impaired flow reserve (%s)")
            .formatted(step(t.step1())));
    boolean traits = targets.stream().anyMatch(Target::isTrait);
    text.add(
        traits
            ? "; then, from those weights, traits of the patient, %s (%s)."
                .formatted(
                    t.traits() == Training.Traits.TOGETHER
                        ? "together in one network"
                        : "each in a network of its own",
                    step(t.step2()))
            : "; no trait was told, so the second step was not taken.");
    text.add(
        (" The optimiser was Adam [@kingma2015] with batches of %d and %d hidden units before the"
                + " heads; a segment's squared error grows in proportion from %s SD on."
                + " Missing labels were masked.")
            .formatted(t.batchSize(), t.hiddenUnits(), plain(t.robustFrom())));
    text.add(
        " Parameters of %d workers were averaged every %d steps [@mcdonald2010], %s."
            .formatted(t.workers(), t.averagingPeriod(), t.averaging().description()));
    return String.join("", text);
  }

  private static String step(TransferStep step) {
    return "%d epochs, learning rate %s%s, weight decay %s%s"
        .formatted(
            step.epochs(),
            plain(step.learningRate()),
            step.schedule() == Training.Schedule.LINEAR ? " falling linearly" : "",
            plain(step.weightDecay()),
            step.depthFactor() == 1
                ? ""
                : ", rate times " + plain(step.depthFactor()) + " a stage down");
  }

  private static String selection(Training t) {
    if (t.selection().isEmpty()) {
      return "Nothing was chosen by a result: every network learnt for its full number of epochs at"
          + " the rate given beforehand.";
    }
    Selection chosen = t.selection().get();
    String rates =
        "Learning rates tried were the configured one times %s."
            .formatted(
                chosen.rateFactors().stream()
                    .map(Methods::plain)
                    .collect(Collectors.joining(", ")));
    return switch (chosen.rule()) {
      case TRAINING_DOMAIN ->
          ("Epochs, up to that number, and learning rate were chosen by the loss on a share of %s of the training"
                  + " studies [@gulrajani2021], with a patience of %d epochs. %s")
              .formatted(plain(chosen.share()), chosen.patience(), rates);
      case LEAVE_ONE_DOMAIN_OUT ->
          ("Epochs, up to that number, and learning rate were chosen by the loss at each training site in turn, by a"
                  + " network that had not seen it [@gulrajani2021]. %s")
              .formatted(rates);
      case ORACLE -> Selection.STAIN + " [@gulrajani2021] " + rates;
    };
  }

  private static String comparators(Comparators c) {
    if (c.models().isEmpty()) {
      return "No conventional model was judged beside the network.";
    }
    String models = c.models().stream().map(Methods::comparator).collect(Collectors.joining("; "));
    boolean ridge =
        c.models().stream()
            .anyMatch(m -> m != Comparators.Model.MAJORITY && m != Comparators.Model.BOOSTED_TREES);
    String penalty =
        !ridge
            ? ""
            : " Regressions were penalised by squared coefficients [@lecessie1992], weight %s%s."
                .formatted(
                    c.ridges().stream().map(Methods::plain).collect(Collectors.joining(" or ")),
                    c.ridges().size() == 1 ? "" : ", the best inside the training studies");
    return "Beside the network, in the same folds and on the same patients: %s.%s"
        .formatted(models, penalty);
  }

  private static String comparator(Comparators.Model model) {
    return switch (model) {
      case LOGISTIC -> "logistic regression on the 17 segment values";
      case MAJORITY -> "the same answer for everybody";
      case DEMOGRAPHIC -> "logistic regression on age, sex and sums of the segment values";
      case BOOSTED_TREES -> "gradient-boosted trees on the 17 segment values [@friedman2001]";
      case LINEAR_FEATURES -> "logistic regression on the frozen network's features";
      case LINEAR_FEATURES_WITHOUT_SITE ->
          "the same without what a linear model could tell the site by [@belrose2023]";
    };
  }

  private static String alike(Experiment e) {
    List<String> text = new ArrayList<>();
    SiteHarmonisation h = e.harmonisation();
    String how =
        switch (h.method()) {
          case NONE -> "";
          case COMBAT -> "ComBat [@johnson2007]";
          case GAIN -> "one factor a site";
          case HISTOGRAM -> "quantiles of every feature";
        };
    if (!how.isEmpty()) {
      text.add(
          "Sites were made alike in the network's features by %s, learnt from training studies only."
              .formatted(how));
      if (h.unseen() instanceof SiteHarmonisation.Unseen.Adapted adapted) {
        text.add(
            "In the arm external-adapted, a held-out site was made alike from up to %d of its patients, without labels."
                .formatted(adapted.patients()));
      } else {
        text.add("A held-out site was taken as it was.");
      }
    } else {
      text.add("Sites were not made alike; features were standardised on training studies only.");
    }
    if (e.network().augmentation().variants() > 0) {
      text.add(
          ("Maps of training studies were varied (%d variants: rotation to %s degrees, gain %s, blur"
                  + " %s degrees, noise %s).")
              .formatted(
                  e.network().augmentation().variants(),
                  plain(e.network().augmentation().rotationDegrees()),
                  plain(e.network().augmentation().gain()),
                  plain(e.network().augmentation().blurDegrees()),
                  plain(e.network().augmentation().noise())));
    }
    return String.join(" ", text);
  }

  private static String classes(Training t) {
    return t.balanced()
        ? "Both classes of a target weighed the same in training; scores were not recalibrated"
            + " afterwards."
        : "Classes were not weighted, and nothing was drawn again: scores keep the prevalence that"
            + " was learnt from.";
  }

  private static String repeats(Experiment e) {
    return ("Folds were drawn %s, and every network was trained with %s. Areas were averaged over"
            + " repetitions, never scores: no ensemble was made.")
        .formatted(
            e.splitting().repeats() == 1 ? "once" : e.splitting().repeats() + " times",
            e.seeds().size() == 1 ? "one seed" : e.seeds().size() + " seeds");
  }

  private void statistics(RunFiles files) {
    Set<String> told = told(files.resultsRoot().node());
    List<String> text = new ArrayList<>();
    if (told.contains("auroc")) {
      text.add(
          "AUROCs have DeLong's variance [@delong1988; @sun2014]; of a site with fewer than 50"
              + " patients of either class or an area above 0.9 the interval is on the logit"
              + " scale.");
    }
    if (told.contains("drop")) {
      text.add(
          "The drop is internal minus external AUROC on identical patients within a site, with the"
              + " paired variance of the same method.");
    }
    if (told.contains("tau2")) {
      text.add(
          "Sites were pooled by random-effects meta-analysis, areas on the logit scale [@snell2018],"
              + " drops on their own, with the variance between sites by REML [@viechtbauer2005]."
              + " The headline interval is Student's t on k - 1 with the larger of the"
              + " Hartung-Knapp-Sidik-Jonkman [@hartung2001; @sidik2002] and Wald standard"
              + " errors.");
    }
    if (told.contains("widerPredictionLower")) {
      text.add("Prediction intervals for a new site are t on k - 2 [@higgins2009].");
    }
    if (told.contains("calibrationSlope")) {
      text.add(
          "Calibration is told by the calibration in the large, slope and observed to expected"
              + " events [@vancalster2016], pooled over sites"
              + (told.contains("ici") ? ", and by ICI, E50 and E90 [@austin2019]." : "."));
    }
    if (told.contains("netBenefit")) {
      text.add("Clinical use is told by net benefit [@vickers2006].");
    }
    if (told.contains("thresholdTransport")) {
      text.add(
          "Thresholds were chosen on internal scores of all other sites, by Youden's index"
              + " [@youden1950] and by a sensitivity of 0.9, and applied at each site; proportions"
              + " have Wilson's interval [@wilson1927].");
    }
    if (told.contains("comparisons")) {
      text.add(
          "Models were compared by paired differences of areas, and of drops, on identical patients;"
              + " no p-value is adjusted for the number of models.");
    }
    if (told.contains("prevalenceAlone")) {
      text.add(
          "What the site alone tells is given as the area that its prevalence reaches, and as areas"
              + " within sites beside that over all pairs [@zech2018].");
    }
    JsonNode resamples = files.resultsRoot().down("provenance.resampling.resamples").node();
    if (resamples.asLong() > 0 && told.contains("averagePrecision")) {
      text.add(
          ("Where no formula gives an interval, patients, and over sites sites and then patients,"
                  + " were drawn again %d times (BCa [@efron1987]).")
              .formatted(resamples.asLong()));
    }
    if (told.contains("mae")) {
      text.add(
          "Measured targets have mean absolute error, bias and limits of agreement [@bland1986].");
    }
    put("Statistics", String.join(" ", text));
    updating(told);
    if (told.contains("pHolm")) {
      put(
          "Fairness",
          "Figures were told by sex, race and age band, as far as they are known, and compared with"
              + " the largest group; rates have Newcombe's interval [@newcombe1998], p-values are"
              + " adjusted by Holm's method [@holm1979] within each family. Groups with fewer than 5"
              + " patients of a label are not told of. Nothing was changed in training for"
              + " fairness.");
    }
    sensitivity(files, told);
  }

  private void updating(Set<String> told) {
    List<String> text = new ArrayList<>();
    if (told.contains("saerens")) {
      text.add(
          "The prevalence of a site was told without its labels, by maximum likelihood"
              + " [@saerens2002] and from the share of positives [@lipton2018], and scores were"
              + " moved to it.");
    }
    if (told.contains("logLossWithout")) {
      text.add(
          "Intercept, and intercept and slope, were updated on patients drawn from the site and judged"
              + " on others of it [@steyerberg2004].");
    }
    if (!text.isEmpty()) {
      text.add("No updated model is given out.");
    }
    put("Updating", String.join(" ", text));
  }

  private void sensitivity(RunFiles files, Set<String> told) {
    List<String> text = new ArrayList<>();
    if (told.contains("influence")) {
      text.add("Every meta-analysis was repeated without each site.");
    }
    if (told.contains("withinFolds")) {
      text.add("The drop was also taken on pairs of patients that one network scored.");
    }
    if (told.contains("naive")) {
      text.add(
          "Where labels are known of some patients only, areas were corrected by the referral"
              + " regression, and sensitivity and specificity as published [@begg1983].");
    }
    if (told.contains("dawidSkene")) {
      text.add("Labels of several readers were joined by maximum likelihood [@dawid1979].");
    }
    if (files.stressRoot().isThere()) {
      boolean fgsm = files.stressRoot().at("kinds").node().toString().contains("\"fgsm\"");
      text.add(
          "Finished networks were shown maps changed by degrees"
              + (fgsm ? ", in one kind along the gradient of the loss [@goodfellow2015]." : "."));
    }
    if (files.auditRoot().isThere()) {
      text.add(
          "Sites were told from segment values, features and noise by a linear discriminant; their"
              + " distances include the maximum mean discrepancy [@gretton2012].");
    }
    put("Sensitivity analyses", String.join(" ", text));
  }

  /** The names of keys under which there is a number somewhere. */
  private static Set<String> told(JsonNode root) {
    Set<String> names = new LinkedHashSet<>();
    told(root, names);
    return names;
  }

  private static boolean told(JsonNode node, Set<String> names) {
    boolean any = node.isNumber();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (told(field.getValue(), names)) {
        names.add(field.getKey());
        any = true;
      }
    }
    if (node.isArray()) {
      for (JsonNode item : node) {
        any |= told(item, names);
      }
    }
    return any;
  }

  private static String target(Target target) {
    return Words.target(target.key()).toLowerCase(Locale.ROOT);
  }

  private static String map(InputMaps maps) {
    return maps.kinds().size() == 1
        ? maps.key() + " by itself"
        : maps.key() + " together as channels";
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString(Math.round(value))
        : Double.toString(value);
  }
}
