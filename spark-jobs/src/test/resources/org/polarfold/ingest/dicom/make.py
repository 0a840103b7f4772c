"""Makes the DICOM fixtures of this folder: python3 make.py FOLDER (needs pydicom 2.3 or later, NumPy and dcmtk).

Segment s (AHA 17) of a 64 x 64 disc in the standard display holds 1 + 0.1 s mL/min/g, so that no turn or mirror image
passes for another. Every person here is invented and planted, to be found nowhere in what is read.
"""
import subprocess
import sys
from pathlib import Path

import numpy as np
from pydicom import dcmread
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import decode_data_sequence, encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import (
    EnhancedPETImageStorage,
    ExplicitVRLittleEndian,
    NuclearMedicineImageStorage,
    ParametricMapStorage,
    PositronEmissionTomographyImageStorage,
    SecondaryCaptureImageStorage,
)

OUT = Path(sys.argv[1])
OUT.mkdir(parents=True, exist_ok=True)
UID = "1.2.826.0.1.3680043.8.498."


def segment(radius, degrees):
    if radius < 6 / 30:
        return 17
    if radius < 14 / 30:
        return 13 + int((degrees - 45) % 360 // 90)
    return (7 if radius < 22 / 30 else 1) + int((degrees - 60) % 360 // 60)


def segments(side):
    drawn = np.zeros((side, side), int)
    for y in range(side):
        for x in range(side):
            right, up = x + 0.5 - side / 2, side / 2 - y - 0.5
            radius = np.hypot(right, up) / (side / 2)
            if radius < 1:
                drawn[y, x] = segment(radius, np.degrees(np.arctan2(up, right)))
    return drawn


S = segments(64)


def where(values):
    return np.where(S > 0, values, 0)


def dataset(kind, modality, charset="ISO_IR 100"):
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = kind
    meta.MediaStorageSOPInstanceUID = UID + "1"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = UID + "2"
    d = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    d.SpecificCharacterSet = charset
    d.SOPClassUID = kind
    d.SOPInstanceUID = UID + "1"
    d.StudyInstanceUID = UID + "3"
    d.SeriesInstanceUID = UID + "4"
    d.Modality = modality
    d.SeriesDescription = "STRESS MBF"
    d.ImageType = ["DERIVED", "PRIMARY", "STRESS", "MBF"]
    d.PatientName = "Lüdenscheidt^Müller"
    d.PatientID = "MRN-4711"
    d.PatientBirthDate = "19480317"
    d.PatientSex = "F"
    d.PatientAge = "077Y"
    d.PatientAddress = "Planted Street 17, Lüdenscheid"
    d.OtherPatientIDs = ["OTHER-0815"]
    d.OtherPatientNames = "Müller^Planted"
    d.PatientBirthName = "Geborene^Planted"
    d.PatientMotherBirthName = "Mutter^Planted"
    d.PatientTelephoneNumbers = "+49-2351-0815"
    d.MilitaryRank = "Oberst-Planted"
    d.PatientComments = "Comment about Lüdenscheidt"
    other = Dataset()
    other.PatientID = "OTHER-0816"
    other.TypeOfPatientID = "TEXT"
    d.OtherPatientIDsSequence = Sequence([other])
    d.ReferringPhysicianName = "Referrer^Planted"
    d.PerformingPhysicianName = "Performer^Planted"
    d.OperatorsName = "Operator^Planted"
    d.NameOfPhysiciansReadingStudy = "Reader^Planted"
    d.PhysiciansOfRecord = "Record^Planted"
    d.InstitutionName = "Planted Hospital"
    d.InstitutionAddress = "Planted Road 1"
    d.StationName = "PLANTED-STATION"
    d.AccessionNumber = "ACC-0815"
    d.StudyID = "STUDY-0815"
    d.StudyDate = "20240229"
    d.StudyTime = "115959"
    d.StudyDescription = "Study of Lüdenscheidt"
    private = d.private_block(0x0011, "PLANTED CREATOR", create=True)
    private.add_new(1, "LO", "Private-Lüdenscheidt")
    private.add_new(2, "PN", "Private^Name")
    return d


def pixels(d, values, vr="OW", frames=1, samples=1):
    bits = values.dtype.itemsize * 8
    d.Rows, d.Columns = values.shape[-2:] if samples == 1 else values.shape[:2]
    d.SamplesPerPixel = samples
    d.PhotometricInterpretation = "RGB" if samples == 3 else "MONOCHROME2"
    d.BitsAllocated = bits
    if samples == 3:
        d.PlanarConfiguration = 0
    if frames > 1 or values.dtype.kind == "f":
        d.NumberOfFrames = frames
    if values.dtype.kind == "f":
        tag = 0x7FE00008 if bits == 32 else 0x7FE00009
        d.add_new(tag, "OF" if bits == 32 else "OD", values.tobytes())
    else:
        d.BitsStored, d.HighBit = bits, bits - 1
        d.PixelRepresentation = int(values.dtype.kind == "i")
        d.PixelData = values.tobytes()
        d["PixelData"].VR = vr


def mapping(slope, code):
    unit = Dataset()
    unit.CodeValue, unit.CodingSchemeDesignator, unit.CodeMeaning = code, "UCUM", "meaning"
    m = Dataset()
    m.LUTExplanation, m.LUTLabel = "Planted explanation", "X"
    m.MeasurementUnitsCodeSequence = Sequence([unit])
    m.RealWorldValueFirstValueMapped, m.RealWorldValueLastValueMapped = 0, 65535
    m.RealWorldValueIntercept, m.RealWorldValueSlope = 0.0, float(slope)
    return m


def group(*mappings):
    g = Dataset()
    g.RealWorldValueMappingSequence = Sequence(mappings)
    return g


def save(d, name):
    d.save_as(OUT / name, write_like_original=False)


def dcmtk(program, source, target, *options):
    subprocess.run([program, *options, OUT / source, OUT / target], check=True)


# Floats; the rescaling that the group holds as well must not be applied beside the mapping.
d = dataset(ParametricMapStorage, "NM")
pixels(d, where(1 + 0.1 * S).astype("<f4"))
shared = group(mapping(1, "mL/min/g"))
rescaling = Dataset()
rescaling.RescaleSlope, rescaling.RescaleIntercept, rescaling.RescaleType = "7", "3", "US"
shared.PixelValueTransformationSequence = Sequence([rescaling])
d.SharedFunctionalGroupsSequence = Sequence([shared])
frame = Dataset()
frame.FrameContentSequence = Sequence([Dataset()])
d.PerFrameFunctionalGroupsSequence = Sequence([frame])
save(d, "parametric-float.dcm")

d = dataset(ParametricMapStorage, "NM")
pixels(d, where(1 + 0.1 * S).astype("<f8"))
d.SharedFunctionalGroupsSequence = Sequence([group(mapping(100, "{counts}"), mapping(1, "mL/min/g"))])
save(d, "parametric-double.dcm")

# Rest, stress and reserve as three frames, in thousandths.
rest, stress = where(400 + 20 * S), where(1000 + 100 * S)
reserve = where(np.rint(1000 * stress / np.maximum(rest, 1)))
d = dataset(NuclearMedicineImageStorage, "NM")
pixels(d, np.stack([rest, stress, reserve]).astype("<u2"), frames=3)
d.RescaleSlope, d.RescaleIntercept = "0.001", "0"
d.FrameIncrementPointer = 0x00540080
save(d, "nm-explicit.dcm")
dcmtk("dcmconv", "nm-explicit.dcm", "nm-implicit.dcm", "+ti")
dcmtk("dcmconv", "nm-explicit.dcm", "nm-big-endian.dcm", "+tb")
dcmtk("dcmconv", "nm-explicit.dcm", "nm-undefined-lengths.dcm", "+te", "-e")
dcmtk("dcmconv", "nm-explicit.dcm", "nm-deflated.dcm", "+td")
dcmtk("dcmcjpls", "nm-explicit.dcm", "nm-jpeg-ls.dcm")
dcmtk("dcmcrle", "nm-explicit.dcm", "nm-rle.dcm")
d = dcmread(OUT / "nm-rle.dcm")
frames = decode_data_sequence(d.PixelData)
d.PixelData = encapsulate(frames, fragments_per_frame=2, has_bot=True)
save(d, "nm-rle-fragments.dcm")
d.PixelData = encapsulate(frames, has_bot=False)
save(d, "nm-rle-no-table.dcm")

# Signed, with an intercept.
d = dataset(PositronEmissionTomographyImageStorage, "PT")
pixels(d, where(100 * S - 1000).astype("<i2"))
d.Units, d.RescaleSlope, d.RescaleIntercept = "MLMING", "1E-3", "+2.0"
save(d, "pet-signed.dcm")
dcmtk("dcmcrle", "pet-signed.dcm", "pet-signed-rle.dcm")

# 12 bits at the top of 16, below them what is no part of the number; a mapping above another unit and rescaling.
d = dataset(PositronEmissionTomographyImageStorage, "PT")
pixels(d, (where(1000 + 100 * S) << 4 | np.arange(64 * 64).reshape(64, 64) % 16).astype("<u2"))
d.BitsStored, d.HighBit = 12, 15
d.Units, d.RescaleSlope, d.RescaleIntercept = "BQML", "5", "5"
d.RealWorldValueMappingSequence = Sequence([mapping(0.001, "ml/(min.g)")])
save(d, "pet-12-bit-high.dcm")

# Each frame with a mapping of its own.
d = dataset(EnhancedPETImageStorage, "PT")
pixels(d, np.stack([where(10 + S), where(100 + 10 * S)]).astype("<u2"), frames=2)
d.PerFrameFunctionalGroupsSequence = Sequence([group(mapping(s, "mL/min/g")) for s in (0.05, 0.01)])
save(d, "enhanced-pet.dcm")

# Bytes; as words they change places in big endian.
grey = where(10 * S).astype("u1")
d = dataset(SecondaryCaptureImageStorage, "OT")
d.ConversionType = "WSD"
pixels(d, grey)
d.RescaleSlope, d.RescaleIntercept = "0.01", "1"
save(d, "sc-8-bit.dcm")
dcmtk("dcmconv", "sc-8-bit.dcm", "sc-8-bit-big-endian.dcm", "+tb")
dcmtk("dcmcrle", "sc-8-bit.dcm", "sc-8-bit-rle.dcm")

# Colours of DICOM's hot iron; segment s lies at 12 s of 255.
at = where(12 * S)
hot = np.stack([np.minimum(2 * at, 255), np.maximum(2 * (at - 128), 0), np.maximum(4 * (at - 192), 0)], -1).astype("u1")
d = dataset(SecondaryCaptureImageStorage, "OT")
d.ConversionType = "WSD"
pixels(d, hot, vr="OB", samples=3)
save(d, "sc-rgb.dcm")
dcmtk("dcmcrle", "sc-rgb.dcm", "sc-rgb-rle.dcm")
dcmtk("dcmcjpeg", "sc-rgb.dcm", "sc-rgb-jpeg.dcm")
dcmtk("dcmcjpeg", "sc-rgb.dcm", "sc-rgb-jpeg-baseline.dcm", "+eb")
d.PlanarConfiguration = 1
d.PixelData = hot.transpose(2, 0, 1).tobytes()
save(d, "sc-rgb-planar.dcm")

# Ring r and sector s of 12 x 24 hold 1 + r / 10 + s / 100.
unrolled = (1 + 0.1 * np.arange(12)[:, None] + 0.01 * np.arange(24)[None, :]).astype("<f4")
for name, values in (("rings", unrolled), ("sectors", np.ascontiguousarray(unrolled.T))):
    d = dataset(ParametricMapStorage, "NM")
    pixels(d, values)
    save(d, f"unrolled-{name}-are-rows.dcm")

for charset, name in (("ISO_IR 100", "latin-1"), ("ISO_IR 192", "utf-8")):
    d = dataset(SecondaryCaptureImageStorage, "OT", charset)
    d.PatientID = "Mü-7"
    d.ConversionType = "WSD"
    pixels(d, grey)
    save(d, f"id-{name}.dcm")
