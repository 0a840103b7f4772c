package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Small networks that DL4J saved, and files that it would not write. */
final class Dl4jModelTest {

  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";

  @ParameterizedTest
  @EnumSource(CNN2DFormat.class)
  void everyArrayIsWhereDl4jHasIt(CNN2DFormat format) throws Exception {
    ComputationGraph network = network(format);
    Dl4jModel model = Dl4jModel.of(saved(network));

    assertHas(model, "branch/W", network.getParam("branch_W"));
    assertHas(model, "conv/W", network.getParam("conv_W"));
    assertHas(model, "conv/b", network.getParam("conv_b"));
    assertHas(model, "norm/gamma", network.getParam("norm_gamma"));
    assertHas(model, "norm/beta", network.getParam("norm_beta"));
    assertHas(model, "norm/mean", network.getParam("norm_mean"));
    INDArray deviation = Nd4j.valueArrayOf(5, 10f);
    deviation = Transforms.pow(deviation, network.getParam("norm_log10stdev"));
    assertHas(model, "norm/var", deviation.mul(deviation));
    assertHas(model, "locked/mean", network.getParam("locked_mean"));
    assertHas(model, "locked/var", network.getParam("locked_var"));
    assertThat(model.values("locked/gamma")).containsExactly(2, 2, 2, 2, 2);
    assertThat(model.values("locked/beta")).containsExactly(0.5f, 0.5f, 0.5f, 0.5f, 0.5f);
    assertHas(model, "dense/W", network.getParam("dense_W").transpose());
    assertHas(model, "out/W", network.getParam("out_W").transpose());
    assertHas(model, "out/b", network.getParam("out_b"));
    assertThat(model.names()).hasSize(15);
  }

  @Test
  void frozenLayersHaveTheSameArrays() throws Exception {
    ComputationGraph network = network(CNN2DFormat.NCHW);
    ComputationGraph frozen =
        new TransferLearning.GraphBuilder(network).setFeatureExtractor("locked").build();
    Dl4jModel model = Dl4jModel.of(saved(frozen));
    assertHas(model, "conv/W", network.getParam("conv_W"));
    assertHas(model, "out/b", network.getParam("out_b"));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE", "HALF"})
  void everyWidthOfNumbersIsRead(DataType type) throws Exception {
    INDArray row = Nd4j.createFromArray(-2.5f, 0, 1e-3f, 65504, 7).castTo(type);
    for (INDArray array : new INDArray[] {row, row.reshape(1, 5), row.reshape('f', 5, 1)}) {
      assertThat(Dl4jCoefficients.of(new ByteArrayInputStream(written(array)), 1_000).values())
          .containsExactly(row.castTo(DataType.FLOAT).toFloatVector());
    }
  }

  @Test
  void coefficientsThatAreNoRowOrNotWholeAreRefused() throws Exception {
    byte[] row = written(Nd4j.createFromArray(1f, 2, 3, 4, 5, 6));
    assertRefused(written(Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}})), "one row");
    assertRefused(written(Nd4j.createFromArray(1, 2, 3)), "of FLOAT, DOUBLE or HALF");
    assertRefused(Arrays.copyOf(row, row.length + 1), "as long as its head says");
    assertThatThrownBy(() -> coefficients(Arrays.copyOf(row, row.length - 1)))
        .isInstanceOf(IOException.class);
    // The head claims more than any file of this size can hold, and then a little more than it has.
    int sizes = "..MIXED_DATA_TYPES".length() + Long.BYTES + "..LONG".length() + Long.BYTES;
    int claimed = sizes + 5 * Long.BYTES + "..MIXED_DATA_TYPES".length();
    for (byte high : new byte[] {0x7F, (byte) 0x80, 0}) {
      byte[] more = row.clone();
      for (int place : new int[] {sizes, claimed}) {
        more[place] = high;
        more[place + Long.BYTES - 1] = 9;
      }
      assertThatThrownBy(() -> coefficients(more))
          .as("high byte %d", high)
          .isInstanceOfAny(WeightFlaw.class, IOException.class);
    }
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> coefficients(file))
        .isInstanceOf(WeightFlaw.class)
        .hasMessageContaining(message);
  }

  private static Dl4jCoefficients coefficients(byte[] file) throws IOException, WeightFlaw {
    return Dl4jCoefficients.of(new ByteArrayInputStream(file), 1_000);
  }

  @ParameterizedTest
  @CsvSource({
    "org.nd4j.linalg.activations.impl.ActivationReLU, javax.naming.InitialContext",
    "org.nd4j.linalg.learning.config.Adam, org.nd4j.linalg.learning.config.Adam$Builder",
    "org.nd4j.linalg.schedule.FixedSchedule, org.nd4j.linalg.schedule.a.b",
    "org.deeplearning4j.nn.conf.layers.DenseLayer, org.deeplearning4j.nn.conf.layers.LSTM",
    "org.deeplearning4j.nn.conf.graph.ElementWiseVertex, org.example.Vertex"
  })
  void aClassThatIsNotOnTheListIsRefusedWhereverItStands(String known, String other)
      throws Exception {
    Map<String, byte[]> members = members(saved(network(CNN2DFormat.NCHW)));
    replace(members, known, other);
    assertThatThrownBy(() -> Dl4jModel.of(zip(members)))
        .isInstanceOf(WeightFlaw.class)
        .hasMessage("configuration.json with classes of DL4J that a ResNet-50 needs, and no other");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"nout\" : 5|\"nout\" : 6|as many numbers in coefficients.bin as its configuration.json",
        "\"nout\" : 5|\"nout\" : 2147483647|has sizes as DL4J writes them",
        "\"nout\" : 5|\"nout\" : -5|has sizes as DL4J writes them",
        "\"nout\" : 5|\"nout\" : \"5\"|has sizes as DL4J writes them",
        "\"kernelSize\" : [ 3, 3 ]|\"kernelSize\" : [ 3 ]|has kernelSize as DL4J writes them",
        "\"dilation\" : [ 1, 1 ]|\"dilation\" : [ 2, 2 ]|convolutions without dilation",
        "\"eps\" : 1.0E-5|\"eps\" : 1e999|has eps as DL4J writes them",
        "\"useLogStd\" : true|\"useLogStd\" : null|has useLogStd as DL4J writes them",
        "\"epochCount\" : 0|\"vertices\" : {}|that is JSON and names each key once",
        "\"topologicalOrderStr\"|\"other\"|with its topologicalOrderStr",
        "[ \"in\", |[ \"in\", \"conv\", |names each vertex once",
        ", \"out\" ],|],|names each vertex once"
      })
  void aConfigurationThatDl4jWouldNotWriteIsRefused(String from, String to, String message)
      throws Exception {
    Map<String, byte[]> members = members(saved(network(CNN2DFormat.NCHW)));
    replace(members, from, to);
    assertThatThrownBy(() -> Dl4jModel.of(zip(members)))
        .isInstanceOf(WeightFlaw.class)
        .hasMessageContaining(message);
  }

  @Test
  void aTreeThatIsDeepOrNoTreeIsRefused() throws Exception {
    Map<String, byte[]> members = members(saved(network(CNN2DFormat.NCHW)));
    for (String text : new String[] {"", "[", "7", "[".repeat(1_000_000), "{\"a\":".repeat(900)}) {
      members.put(CONFIGURATION, text.getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> Dl4jModel.of(zip(members))).isInstanceOf(WeightFlaw.class);
    }
  }

  @Test
  void foreignObjectsAreSteppedOver() throws Exception {
    Map<String, byte[]> members = members(saved(network(CNN2DFormat.NCHW)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Hostile());
    }
    members.put("normalizer.bin", bytes.toByteArray());
    members.put("preprocessor.bin", bytes.toByteArray());
    assertThat(Dl4jModel.of(zip(members)).names()).hasSize(15);
    assertThat(Hostile.read).isFalse();
  }

  /** Tells when it is read. */
  private static final class Hostile implements Serializable {

    private static final long serialVersionUID = 1;
    private static boolean read;

    private void readObject(ObjectInputStream in) {
      read = true;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CONFIGURATION, COEFFICIENTS})
  void aMemberThatIsMissingOrThereTwiceIsRefused(String name) throws Exception {
    Map<String, byte[]> members = members(saved(network(CNN2DFormat.NCHW)));
    byte[] member = Objects.requireNonNull(members.remove(name));
    assertThatThrownBy(() -> Dl4jModel.of(zip(members)))
        .hasMessage("a zip with configuration.json and coefficients.bin");

    String placeholder = "x".repeat(name.length());
    members.put(name, member);
    members.put(placeholder, member);
    String twice = new String(zip(members), StandardCharsets.ISO_8859_1).replace(placeholder, name);
    assertThatThrownBy(() -> Dl4jModel.of(twice.getBytes(StandardCharsets.ISO_8859_1)))
        .hasMessage("a zip of at most 1,000 members, none of them twice");
  }

  @Test
  void whatUnpacksToTooMuchIsRefused() throws Exception {
    Map<String, byte[]> members = members(saved(network(CNN2DFormat.NCHW)));
    byte[] whole = zip(members);
    int all = members.values().stream().mapToInt(member -> member.length).sum();
    assertThat(Dl4jZip.of(whole, "", all).configuration()).isNotEmpty();
    assertThatThrownBy(() -> Dl4jZip.of(whole, "", all - 1)).isInstanceOf(WeightFlaw.class);

    byte[] blank = new byte[(16 << 20) + 1];
    Arrays.fill(blank, (byte) ' ');
    members.put(CONFIGURATION, blank);
    assertThatThrownBy(() -> Dl4jModel.of(zip(members)))
        .hasMessage("configuration.json of at most 16 MiB");
  }

  @Test
  void changedBytesAreReadOrRefusedAndNothingElse() throws Exception {
    byte[] whole = saved(network(CNN2DFormat.NCHW));
    Map<String, byte[]> members = members(whole);
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      try {
        byte[] file;
        if (i % 2 == 0) {
          file = changed(whole, random);
        } else {
          Map<String, byte[]> odd = new LinkedHashMap<>(members);
          odd.computeIfPresent(
              i % 4 == 1 ? CONFIGURATION : COEFFICIENTS, (name, b) -> changed(b, random));
          file = zip(odd);
        }
        Dl4jModel model = Dl4jModel.of(file);
        model.names().forEach(model::values);
      } catch (WeightFlaw e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  private static byte[] changed(byte[] whole, Random random) {
    byte[] changed =
        Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
    for (int j = 0; j < 4 && changed.length > 0; j++) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }
    return changed;
  }

  /** Every kind of layer with parameters; two branches, so that order is not that of the names. */
  private static ComputationGraph network(CNN2DFormat format) {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.1))
                .l2(1e-3)
                .activation(Activation.IDENTITY)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(8, 8, 3, format))
                .addLayer(
                    "conv",
                    new ConvolutionLayer.Builder(3, 3).nOut(5).dataFormat(format).build(),
                    "in")
                .addLayer(
                    "norm", new BatchNormalization.Builder().dataFormat(format).build(), "conv")
                .addLayer(
                    "branch",
                    new ConvolutionLayer.Builder(3, 3)
                        .nOut(5)
                        .hasBias(false)
                        .dataFormat(format)
                        .build(),
                    "in")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "norm", "branch")
                .addLayer(
                    "locked",
                    new BatchNormalization.Builder()
                        .lockGammaBeta(true)
                        .gamma(2)
                        .beta(0.5)
                        .useLogStd(false)
                        .dataFormat(format)
                        .build(),
                    "sum")
                .addLayer("pool", new GlobalPoolingLayer.Builder().build(), "locked")
                .addLayer(
                    "dense",
                    new DenseLayer.Builder().nOut(4).activation(Activation.RELU).build(),
                    "pool")
                .addLayer("out", new OutputLayer.Builder(LossFunction.MSE).nOut(7).build(), "dense")
                .setOutputs("out")
                .build());
    network.init();
    network.params().assign(Nd4j.rand(DataType.FLOAT, network.params().shape()));
    return network;
  }

  private static void assertHas(Dl4jModel model, String name, INDArray expected) {
    assertThat(model.shape(name)).as(name).containsExactly(expected.shape());
    assertThat(
            Nd4j.createFromArray(model.values(name)).equalsWithEps(expected.dup('c').ravel(), 1e-4))
        .as(name)
        .isTrue();
  }

  private static byte[] saved(ComputationGraph network) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, bytes, true);
    return bytes.toByteArray();
  }

  private static byte[] written(INDArray array) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Nd4j.write(array, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static Map<String, byte[]> members(byte[] file) throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        members.put(entry.getName(), zip.readAllBytes());
      }
    }
    return members;
  }

  private static byte[] zip(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static void replace(Map<String, byte[]> members, String from, String to) {
    String text =
        new String(Objects.requireNonNull(members.get(CONFIGURATION)), StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    members.put(CONFIGURATION, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
  }
}
