import numpy as np, pydicom, subprocess, os, sys, struct
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import *
out=sys.argv[1]; os.makedirs(out, exist_ok=True)
# segment s (1..17) has 1 + 0.1 s; the AHA rule, written here by itself
def segment(r01, deg):
    deg%=360
    if r01<6/30: return 17
    if r01<14/30: return 13+int(((deg-45)%360)//90)
    k=int(((deg-60)%360)//60)
    return (7 if r01<22/30 else 1)+k
def seg_map(n=64):
    a=np.zeros((n,n),int)
    c=n/2
    for y in range(n):
        for x in range(n):
            dx=x+.5-c; dy=c-y-.5
            r=np.hypot(dx,dy)/c
            if r<1: a[y,x]=segment(r,np.degrees(np.arctan2(dy,dx)))
    return a
S=seg_map()
FLOW=np.where(S>0,1+0.1*S,0)
def base(sop, ts=ExplicitVRLittleEndian, charset='ISO_IR 100'):
    m=FileMetaDataset(); m.MediaStorageSOPClassUID=sop; m.MediaStorageSOPInstanceUID='1.2.826.0.1.3680043.8.498.1'; m.TransferSyntaxUID=ts; m.ImplementationClassUID='1.2.826.0.1.3680043.8.498.2'
    d=FileDataset('', {}, file_meta=m, preamble=b'\0'*128)
    d.SpecificCharacterSet=charset; d.SOPClassUID=sop; d.SOPInstanceUID=m.MediaStorageSOPInstanceUID
    N='Lüdenscheidt^Müller'
    d.PatientName=N; d.PatientID='MRN-4711'; d.PatientBirthDate='19480317'; d.PatientSex='F'; d.PatientAge='077Y'
    d.PatientAddress='Planted Street 17, Lüdenscheid'; d.OtherPatientIDs=['OTHER-0815']; d.OtherPatientNames='Müller^Planted'; d.PatientBirthName='Geborene^Planted'; d.PatientMotherBirthName='Mutter^Planted'
    d.PatientTelephoneNumbers='+49-2351-0815'; d.MilitaryRank='Oberst-Planted'; d.PatientComments='Comment about Lüdenscheidt'
    o=Dataset(); o.PatientID='OTHER-0816'; o.TypeOfPatientID='TEXT'; d.OtherPatientIDsSequence=Sequence([o])
    d.ReferringPhysicianName='Referrer^Planted'; d.PerformingPhysicianName='Performer^Planted'; d.OperatorsName='Operator^Planted'; d.NameOfPhysiciansReadingStudy='Reader^Planted'; d.PhysiciansOfRecord='Record^Planted'
    d.InstitutionName='Planted Hospital'; d.InstitutionAddress='Planted Road 1'; d.StationName='PLANTED-STATION'; d.AccessionNumber='ACC-0815'; d.StudyID='STUDY-0815'
    d.StudyDate='20240229'; d.StudyTime='115959'; d.StudyDescription='Study of Lüdenscheidt'; d.StudyInstanceUID='1.2.826.0.1.3680043.8.498.3'; d.SeriesInstanceUID='1.2.826.0.1.3680043.8.498.4'
    b=d.private_block(0x0011,'PLANTED CREATOR',create=True); b.add_new(1,'LO','Private-Lüdenscheidt'); b.add_new(2,'PN','Private^Name')
    d.SeriesDescription='STRESS MBF'; d.ImageType=['DERIVED','PRIMARY','STRESS','MBF']
    return d
def img(d,a,frames=1,bits=16,signed=0,photometric='MONOCHROME2',samples=1):
    d.Rows,d.Columns=a.shape[-2:] if samples==1 else a.shape[-3:-1]
    d.SamplesPerPixel=samples; d.PhotometricInterpretation=photometric
    if samples==3: d.PlanarConfiguration=0
    if frames>1: d.NumberOfFrames=frames
    d.BitsAllocated=bits; 
    if bits<32: d.BitsStored=bits; d.HighBit=bits-1; d.PixelRepresentation=signed
def save(d,name):
    d.save_as(f'{out}/{name}', enforce_file_format=True) if hasattr(pydicom,'dcmwrite') and pydicom.__version__>='3' else d.save_as(f'{out}/{name}', write_like_original=False)
def mapping(slope,intercept,code,first=0,last=65535):
    u=Dataset(); u.CodeValue=code; u.CodingSchemeDesignator='UCUM'; u.CodeMeaning='meaning'
    q=Dataset(); q.LUTExplanation='Planted explanation'; q.MeasurementUnitsCodeSequence=Sequence([u]); q.LUTLabel='X'; q.RealWorldValueFirstValueMapped=first; q.RealWorldValueLastValueMapped=last; q.RealWorldValueIntercept=float(intercept); q.RealWorldValueSlope=float(slope)
    return q
# 1 float parametric map, per-frame groups; frame 1 in mL/min/100g * 0.01 to mL/min/g by its own mapping
d=base(ParametricMapStorage); d.Modality='NM'
img(d,FLOW,bits=32); d.NumberOfFrames=1
g=Dataset(); g.RealWorldValueMappingSequence=Sequence([mapping(1,0,'mL/min/g')]); t=Dataset(); t.RescaleSlope='7'; t.RescaleIntercept='3'; t.RescaleType='US'; g.PixelValueTransformationSequence=Sequence([t]); d.SharedFunctionalGroupsSequence=Sequence([g])
f=Dataset(); f.FrameContentSequence=Sequence([Dataset()]); d.PerFrameFunctionalGroupsSequence=Sequence([f])
d.add_new(0x7FE00008,'OF',FLOW.astype('<f4').tobytes()); save(d,'parametric-float.dcm')
# double
d=base(ParametricMapStorage); d.Modality='NM'; img(d,FLOW,bits=64); d.NumberOfFrames=1
g=Dataset(); g.RealWorldValueMappingSequence=Sequence([mapping(100,0,'{counts}'),mapping(1,0,'mL/min/g')]); d.SharedFunctionalGroupsSequence=Sequence([g])
d.add_new(0x7FE00009,'OD',FLOW.astype('<f8').tobytes()); save(d,'parametric-double.dcm')
# NM 16 bit, 3 frames rest, stress, reserve; value = stored / 1000 by rescale
frames=np.stack([np.where(S>0,400+20*S,0),np.where(S>0,1000+100*S,0),np.zeros_like(S)]).astype('<u2')
frames[2]=np.where(S>0,np.rint(1000*frames[1].astype(float)/np.maximum(frames[0],1)),0)
d=base(NuclearMedicineImageStorage); d.Modality='NM'; img(d,frames,frames=3); d.RescaleSlope='0.001'; d.RescaleIntercept='0'; d.PixelData=frames.tobytes(); d['PixelData'].VR='OW'
d.FrameIncrementPointer=0x00540080
save(d,'nm-explicit.dcm')
run=lambda *a: subprocess.run(a,check=True)
run('dcmconv','+ti',f'{out}/nm-explicit.dcm',f'{out}/nm-implicit.dcm')
run('dcmconv','+tb',f'{out}/nm-explicit.dcm',f'{out}/nm-big-endian.dcm')
run('dcmconv','+te','-e',f'{out}/nm-explicit.dcm',f'{out}/nm-undefined-lengths.dcm') 
run('dcmcrle',f'{out}/nm-explicit.dcm',f'{out}/nm-rle.dcm')
run('dcmconv','+td',f'{out}/nm-explicit.dcm',f'{out}/nm-deflated.dcm')
# PET signed 16 with rescale: stored = (value - 2)/0.001
st=np.where(S>0,100*S-1000,0).astype('<i2')
d=base(PositronEmissionTomographyImageStorage); d.Modality='PT'; img(d,st,signed=1); d.Units='MLMING'; d.RescaleSlope='1E-3'; d.RescaleIntercept='+2.0'; d.PixelData=st.tobytes(); d['PixelData'].VR='OW'; save(d,'pet-signed.dcm')
run('dcmcrle',f'{out}/pet-signed.dcm',f'{out}/pet-signed-rle.dcm')
# PET 12 bits stored in the high bits, low bits are noise; real world mapping at top over rescale
hb=((np.where(S>0,1000+100*S,0).astype(np.uint32)<<4)|(np.arange(64*64).reshape(64,64)%16)).astype('<u2')
d=base(PositronEmissionTomographyImageStorage); d.Modality='PT'; img(d,hb); d.BitsStored=12; d.HighBit=15; d.RescaleSlope='5'; d.RescaleIntercept='5'; d.Units='BQML'; d.RealWorldValueMappingSequence=Sequence([mapping(0.001,0,'ml/(min.g)')]); d.PixelData=hb.tobytes(); d['PixelData'].VR='OW'; save(d,'pet-12-bit-high.dcm')
# enhanced PET, 2 frames, mapping per frame
ef=np.stack([np.where(S>0,10+S,0),np.where(S>0,100+10*S,0)]).astype('<u2')
d=base(EnhancedPETImageStorage); d.Modality='PT'; img(d,ef,frames=2); fr=[]
for s in (0.05,0.01):
    f=Dataset(); f.RealWorldValueMappingSequence=Sequence([mapping(s,0,'mL/min/g')]); fr.append(f)
d.PerFrameFunctionalGroupsSequence=Sequence(fr); d.PixelData=ef.tobytes(); d['PixelData'].VR='OW'; save(d,'enhanced-pet.dcm')
run('dcmconv','+te','-e',f'{out}/enhanced-pet.dcm',f'{out}/enhanced-pet-undefined.dcm')
os.remove(f'{out}/enhanced-pet-undefined.dcm')
# SC 8 bit grey OW (big endian swaps), odd 63 columns
g8=np.where(S>0,10*S,0).astype('u1')
d=base(SecondaryCaptureImageStorage); d.Modality='OT'; d.ConversionType='WSD'; img(d,g8,bits=8); d.RescaleSlope='0.01'; d.RescaleIntercept='1'; d.PixelData=g8.tobytes(); d['PixelData'].VR='OW'; save(d,'sc-8-bit.dcm')
run('dcmconv','+tb',f'{out}/sc-8-bit.dcm',f'{out}/sc-8-bit-big-endian.dcm')
run('dcmcrle',f'{out}/sc-8-bit.dcm',f'{out}/sc-8-bit-rle.dcm')
# RGB: grey ramp is not unique enough? hot iron: value share = stored/255
share=np.where(S>0,S*12,0)
hot=np.zeros((64,64,3),'u1'); hot[...,0]=np.minimum(2*share,255); hot[...,1]=np.maximum(2*(share-128),0); hot[...,2]=np.maximum(4*(share-192),0)
d=base(SecondaryCaptureImageStorage); d.Modality='OT'; d.ConversionType='WSD'; img(d,hot,bits=8,samples=3,photometric='RGB'); d.PixelData=hot.tobytes(); d['PixelData'].VR='OB'; save(d,'sc-rgb.dcm')
d.PlanarConfiguration=1; d.PixelData=hot.transpose(2,0,1).tobytes(); save(d,'sc-rgb-planar.dcm')
run('dcmcrle',f'{out}/sc-rgb.dcm',f'{out}/sc-rgb-rle.dcm')
run('dcmcjpeg',f'{out}/sc-rgb.dcm',f'{out}/sc-rgb-jpeg.dcm')
run('dcmcjpeg','+eb',f'{out}/sc-rgb.dcm',f'{out}/sc-rgb-jpeg-baseline.dcm')
run('dcmcjpls',f'{out}/nm-explicit.dcm',f'{out}/nm-jpeg-ls.dcm')
# unrolled 30 x 72 canonical-but-different grid: 12 rings x 24 sectors, float; value = 1 + ring*0.1 + sector*0.01
u=(1+0.1*np.arange(12)[:,None]+0.01*np.arange(24)[None,:]).astype('<f4')
d=base(ParametricMapStorage); d.Modality='NM'; img(d,u,bits=32); d.NumberOfFrames=1; d.add_new(0x7FE00008,'OF',u.tobytes()); save(d,'unrolled-rings-are-rows.dcm')
d=base(ParametricMapStorage); d.Modality='NM'; img(d,u.T,bits=32); d.NumberOfFrames=1; d.add_new(0x7FE00008,'OF',np.ascontiguousarray(u.T).tobytes()); save(d,'unrolled-sectors-are-rows.dcm')
# UTF-8 id
d=base(SecondaryCaptureImageStorage,charset='ISO_IR 192'); d.PatientID='Mü-7'; d.Modality='OT'; d.ConversionType='WSD'; img(d,g8,bits=8); d.PixelData=g8.tobytes(); d['PixelData'].VR='OB'; save(d,'id-utf-8.dcm')
d=base(SecondaryCaptureImageStorage); d.PatientID='Mü-7'; d.Modality='OT'; d.ConversionType='WSD'; img(d,g8,bits=8); d.PixelData=g8.tobytes(); d['PixelData'].VR='OB'; save(d,'id-latin-1.dcm')
# the frames of nm-rle in two fragments each, with a table of offsets, and its fragments alone without one
from pydicom.encaps import encapsulate, decode_data_sequence
r=pydicom.dcmread(f'{out}/nm-rle.dcm'); fr=decode_data_sequence(r.PixelData)
r.PixelData=encapsulate(fr,fragments_per_frame=2,has_bot=True); save(r,'nm-rle-fragments.dcm')
r.PixelData=encapsulate(fr,has_bot=False); save(r,'nm-rle-no-table.dcm')
